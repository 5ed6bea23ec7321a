package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * Binds a {@link JobContext} to the thread that runs its attempt. It is used by code that
 * runs jobs, such as the worker. Handlers use {@link JobContext#current()}.
 */
public final class JobContextHolder {

	private static final ThreadLocal<@Nullable JobContext> CURRENT = new ThreadLocal<>();

	private JobContextHolder() {
	}

	/**
	 * Bind a context to the calling thread.
	 * @return the binding; closing it restores the previous context
	 */
	public static Binding bind(JobContext context) {
		JobContext previous = CURRENT.get();
		CURRENT.set(context);
		return () -> replace(previous);
	}

	/**
	 * Replace the context of the calling thread, without a binding. This serves libraries
	 * that propagate the values of threads, and restore them by themselves.
	 * @param context the context, {@code null} for none
	 */
	public static void replace(@Nullable JobContext context) {
		if (context != null) {
			CURRENT.set(context);
		}
		else {
			CURRENT.remove();
		}
	}

	/** The context of the calling thread, {@code null} if it does not run a job. */
	public static @Nullable JobContext current() {
		return CURRENT.get();
	}

	/** The id of the job that the calling thread runs, {@code null} for none. */
	public static @Nullable JobId currentJob() {
		JobContext context = CURRENT.get();
		return (context != null) ? context.id() : null;
	}

	static JobContext required() {
		JobContext context = CURRENT.get();
		if (context == null) {
			throw new NoCurrentJobException("Thread '" + Thread.currentThread().getName()
					+ "' runs no job; JobContext.current() works on the thread of a handler, in JobContext.map, and where "
					+ "Micrometer's context propagation carries it. Else pass the JobContext to the other thread");
		}
		return context;
	}

	/** A binding that ends when it is closed. */
	@FunctionalInterface
	public interface Binding extends AutoCloseable {

		@Override
		void close();

	}

}
