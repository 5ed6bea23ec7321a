package io.jobqueue.worker.parallel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import io.jobqueue.JobContext.ThrowingFunction;

import org.jspecify.annotations.Nullable;

/**
 * The maps of one attempt that run. When the attempt must stop, all of them stop.
 */
public final class ParallelRuns {

	private final Set<ParallelRun<?, ?>> runs = ConcurrentHashMap.newKeySet();

	private final String job;

	private final boolean interrupts;

	private final ChildThreads threads;

	private final BooleanSupplier stopped;

	/**
	 * Create an instance for an attempt.
	 * @param job the id of the job, for messages
	 * @param interrupts whether threads of the attempt may be interrupted
	 * @param threads the threads that help
	 * @param stopped whether the attempt must stop. It must be true before
	 * {@link #stop()} is called
	 */
	public ParallelRuns(String job, boolean interrupts, ChildThreads threads, BooleanSupplier stopped) {
		this.job = job;
		this.interrupts = interrupts;
		this.threads = threads;
		this.stopped = stopped;
	}

	/**
	 * Call a function with each item.
	 * @param handlerThread whether the calling thread is that of the handler, which its
	 * attempt interrupts by itself
	 * @return the results in the order of the items, and whether a call observed that it
	 * should stop
	 * @throws Exception the first error, or {@link InterruptedException} if it was
	 * stopped
	 */
	public <T extends @Nullable Object, R extends @Nullable Object> Mapped<R> map(int parallelism,
			Collection<? extends T> items, ThrowingFunction<? super T, ? extends R> function, boolean handlerThread)
			throws Exception {
		List<T> copy = Collections.unmodifiableList(new ArrayList<>(items));
		if (copy.isEmpty()) {
			return new Mapped<>(List.of(), false);
		}
		ParallelRun<T, R> run = new ParallelRun<>(copy, function, handlerThread, this);
		this.runs.add(run);
		try {
			// The attempt may have been stopped before the run was added.
			if (isStopped()) {
				run.stop();
			}
			return run.run(Math.min(parallelism, copy.size()) - 1);
		}
		finally {
			this.runs.remove(run);
		}
	}

	/** Interrupt all calls, and make no more. */
	public void stop() {
		this.runs.forEach(ParallelRun::stop);
	}

	/** Return the threads that run items now. */
	public List<Thread> children() {
		return this.runs.stream().flatMap((run) -> run.children().stream()).distinct().toList();
	}

	boolean isStopped() {
		return this.stopped.getAsBoolean();
	}

	boolean interrupts() {
		return this.interrupts;
	}

	String job() {
		return this.job;
	}

	ChildThreads threads() {
		return this.threads;
	}

	/**
	 * What a map returned.
	 *
	 * @param results the results in the order of the items
	 * @param noticed whether a call observed an interrupt
	 */
	public record Mapped<R extends @Nullable Object>(List<R> results, boolean noticed) {
	}

}
