package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The current attempt. It is a parameter of the handler, and {@link #current()} on its
 * thread, and on threads that its context was propagated to. Implementations are
 * thread-safe.
 */
public interface JobContext {

	/**
	 * The attempt, or the sub-task of it, that the calling thread works for.
	 * @return the context, never {@code null}
	 * @throws NoCurrentJobException if this thread does not run a job
	 */
	static JobContext current() {
		return JobContextHolder.required();
	}

	/** The id of the job. */
	JobId id();

	/** The name of the task; in a sub-task that of the sub-task. */
	String task();

	/** The queue that the job was claimed from. */
	String queue();

	/** The {@linkplain JobAttempt#number() number of this attempt}. The first is 1. */
	int attempt();

	/** The id of the worker that runs this attempt. */
	String worker();

	/** The correlation id of the request, or else the id of the job. */
	String correlationId();

	/** The headers of the request. Unmodifiable. */
	Map<String, String> headers();

	/**
	 * The planned time of a job of a schedule; {@code null} for any other job, and for a
	 * header {@link JobSchedule#TICK_HEADER} that is no time.
	 */
	default @Nullable Instant tick() {
		String tick = headers().get(JobSchedule.TICK_HEADER);
		try {
			return (tick != null) ? Instant.parse(tick) : null;
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	/** When this attempt times out, by the worker's clock. */
	Instant deadline();

	/** The time until this attempt times out; zero after that. */
	Duration remaining();

	/**
	 * Whether this attempt must stop: it was cancelled or timed out, its lease was lost,
	 * or its worker stops. The thread of the handler is interrupted at the same time,
	 * unless its task sets {@code interrupt = false}.
	 */
	boolean isCancelled();

	/**
	 * Report progress, which {@link JobExplorer#find} shows. The store receives the
	 * latest value with the next lease renewal, or earlier. A text that was reported
	 * before is removed.
	 * @param progress from 0.0 to 1.0
	 * @throws InvalidJobException if the value is outside this range
	 * @throws JobStateException if the attempt has ended
	 */
	void progress(double progress);

	/**
	 * Report progress with a short text, such as the name of a phase. Each report
	 * replaces the one before; success removes the text.
	 * @param text one line of up to 200 characters: control characters become spaces, and
	 * a longer text is cut and ends with an ellipsis. A blank text is none
	 * @see #progress(double)
	 */
	void progress(double progress, String text);

	/**
	 * Run a step once: its result is stored before this method returns. A later attempt
	 * does not run the step again and gets the stored result. If the process dies between
	 * the work and its storage, the work is repeated.
	 * <p>
	 * While the store is unavailable, this method waits until the attempt is stopped. Do
	 * not call it within a transaction: the result stays stored if that is rolled back.
	 * @param name the name of the step, unique within the job, at most 200 characters
	 * @param type the type of the result, as which it is read from JSON
	 * @param work the work; its result may be {@code null}
	 * @return the result, of this attempt or an earlier one
	 * @throws X what the work throws
	 * @throws InvalidJobException if the name is not valid, was used before in this
	 * attempt, or the job has 100 steps already
	 * @throws ResultTooLargeException if the result exceeds the maximum size of results,
	 * or the results of all steps exceed 4 MB
	 * @throws PayloadException if the result cannot be written, or read as this type
	 * @throws JobStateException if the attempt has ended, or the job does not belong to
	 * this worker any more
	 */
	<T extends @Nullable Object, X extends Exception> T step(String name, Class<T> type, StepWork<? extends T, X> work)
			throws X;

	/**
	 * Run a step once, as {@link #step(String, Class, StepWork)}, with a result whose
	 * type has type arguments.
	 */
	<T extends @Nullable Object, X extends Exception> T step(String name, TypeReference<T> type,
			StepWork<? extends T, X> work) throws X;

	/**
	 * Run a step once, as {@link #step(String, Class, StepWork)}, with a lambda or a
	 * method reference whose result has a type without type arguments. Of another
	 * implementation of the work, or if the compiler takes the result as {@link Object},
	 * the result is {@code null}, a String, a Boolean, an Integer or a Double.
	 * @throws InvalidJobException also if the type of the result is not known
	 */
	<T extends @Nullable Object, X extends Exception> T step(String name, StepWork<T, X> work) throws X;

	/** Run a step without a result once, as {@link #step(String, Class, StepWork)}. */
	<X extends Exception> void step(String name, StepAction<X> work) throws X;

	/**
	 * Write a line to the log of the job, which {@link JobExplorer#log} reads. It never
	 * waits: lines are stored after about a second, and before the outcome. The log of a
	 * job is bounded; the oldest lines are deleted first.
	 * @param message the text, where each <code>{}</code> stands for an argument, as in
	 * SLF4J. After 4,000 characters it is cut
	 * @param arguments the arguments; a {@link Throwable} at the end is added as text
	 * @throws JobStateException if the attempt has ended
	 */
	void log(String message, @Nullable Object... arguments);

	/**
	 * The flow that this job is a member of, or follows.
	 * @throws JobStateException if there is none, or the attempt has ended
	 */
	FlowContext flow();

	/**
	 * End this attempt and request another, after the delay of the retry policy. Never
	 * returns.
	 * @return never
	 * @throws JobStateException if the attempt has ended
	 */
	default JobSignal retry() {
		return retry(RetryRequest.withDefaults());
	}

	/**
	 * End this attempt and request another, which uses one retry unless it is uncounted.
	 * Never returns: the type allows {@code throw job.retry(…)}.
	 * @param request when, how often and in which queue to retry
	 * @return never
	 * @throws JobStateException if the attempt has ended
	 */
	JobSignal retry(RetryRequest request);

	/**
	 * End the job as {@link JobStatus#ABORTED}. Never returns.
	 * @param reason the message of the error that is stored with the job
	 * @return never
	 * @throws JobStateException if the attempt has ended
	 */
	default JobSignal abort(String reason) {
		return abort(reason, null);
	}

	/**
	 * End the job as {@link JobStatus#ABORTED}. Never returns.
	 * @param reason the message of the error that is stored with the job
	 * @param cause the cause of the error that is stored with the job
	 * @return never
	 * @throws JobStateException if the attempt has ended
	 */
	JobSignal abort(String reason, @Nullable Throwable cause);

	/**
	 * Run another task inside this job, on the calling thread. The sub-task has no record
	 * in the store, no retry and no timeout of its own: all these are those of the job,
	 * and its exceptions go to the caller. Its interceptors run, and {@link #current()}
	 * gives it a context with its own {@link #task()}.
	 * @param task the handler class
	 * @param payload the payload, which is checked, written and read like that of a
	 * dispatch; {@code null} only if the handler accepts it
	 * @return what the handler returned, which may be {@code null}
	 * @throws UnknownTaskException if this application does not have the task
	 * @throws InvalidJobException if the payload is not one for the task, or sub-tasks
	 * call each other without end
	 * @throws PayloadException if the payload cannot be written or read back
	 * @throws JobStateException if the attempt has ended
	 * @throws Exception what the handler threw
	 */
	@SuppressWarnings("unchecked")
	default <P, R> @Nullable R call(Class<? extends JobHandler<P, R>> task, @Nullable P payload) throws Exception {
		return (R) call(new TaskRef.HandlerClass(task), payload, Object.class);
	}

	/**
	 * Run another task that takes no payload inside this job.
	 * @see #call(Class, Object)
	 */
	@SuppressWarnings("unchecked")
	default <R> @Nullable R call(Class<? extends JobHandler<Void, R>> task) throws Exception {
		return (R) call(new TaskRef.HandlerClass(task), null, Object.class);
	}

	/**
	 * Run a task method that returns a result inside this job:
	 * {@code call(Reports::build, request)}.
	 * @see #call(Class, Object)
	 */
	@SuppressWarnings("unchecked")
	default <B, P, R> @Nullable R call(TaskRef.ResultMethod<B, P, R> task, @Nullable P payload) throws Exception {
		return (R) call(new TaskRef.Method(task), payload, Object.class);
	}

	/**
	 * Run a task method that takes a {@link JobContext} too, and returns a result, inside
	 * this job.
	 * @see #call(Class, Object)
	 */
	@SuppressWarnings("unchecked")
	default <B, P, R> @Nullable R call(TaskRef.ResultAndContextMethod<B, P, R> task, @Nullable P payload)
			throws Exception {
		return (R) call(new TaskRef.Method(task), payload, Object.class);
	}

	/**
	 * Run a task inside this job, by name.
	 * @param result the type of the result. A result of another type is converted as if
	 * it had been stored
	 * @throws PayloadException if the result cannot be converted
	 * @see #call(Class, Object)
	 */
	default <R> @Nullable R call(String task, @Nullable Object payload, Class<R> result) throws Exception {
		return call(new TaskRef.Named(task), payload, result);
	}

	/**
	 * Run a task inside this job.
	 * @see #call(Class, Object)
	 * @see #call(String, Object, Class)
	 */
	<R> @Nullable R call(TaskRef task, @Nullable Object payload, Class<R> result) throws Exception;

	/**
	 * Call a function with each item, several at a time, and return when all calls have
	 * ended. The calling thread takes part. Each call has the context and the MDC of the
	 * caller.
	 * <p>
	 * The first error interrupts the other calls, prevents further ones and is thrown;
	 * later errors are added to it as suppressed. A timeout, a cancellation, a lost lease
	 * and a stop of the worker do the same. {@link #retry} and {@link #abort} in a call
	 * end the job, and take precedence over errors. The threads of a task with
	 * {@code interrupt = false} are not interrupted.
	 * @param parallelism how many calls run at the same time at most, from 1. A worker
	 * that maps very much uses fewer threads
	 * @param items the items; {@code null} is an item like others
	 * @param function the function; many threads call it at the same time
	 * @return the results in the order of the items; unmodifiable
	 * @throws InvalidJobException if the parallelism is under 1
	 * @throws JobStateException if the attempt has ended
	 * @throws InterruptedException if the attempt must stop, or the calling thread was
	 * interrupted, before all calls were made
	 * @throws java.util.concurrent.CancellationException if the attempt must stop before
	 * all calls were made, and its task sets {@code interrupt = false}
	 * @throws Exception the first error of a call
	 */
	<T extends @Nullable Object, R extends @Nullable Object> List<R> map(int parallelism, Collection<? extends T> items,
			ThrowingFunction<? super T, ? extends R> function) throws Exception;

	/**
	 * A function that may throw any exception.
	 *
	 * @param <T> the type of the items
	 * @param <R> the type of the results
	 */
	@FunctionalInterface
	interface ThrowingFunction<T extends @Nullable Object, R extends @Nullable Object> {

		R apply(T item) throws Exception;

	}

}
