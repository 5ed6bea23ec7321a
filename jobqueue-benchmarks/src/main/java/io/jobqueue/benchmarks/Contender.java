package io.jobqueue.benchmarks;

/**
 * A program that is measured. It lives in a process of its own, where
 * {@link ContenderMain} calls it from one thread. Jobs do nothing, and carry JSON with
 * one text.
 */
public interface Contender extends AutoCloseable {

	/** How many jobs are dispatched together. */
	int CHUNK = 500;

	/** What stands around the text in the JSON. */
	int AROUND_TEXT = "{\"text\":\"\"}".length();

	/** The text of a payload that is so many bytes of JSON. */
	static String text(int payloadBytes) {
		return "x".repeat(payloadBytes - AROUND_TEXT);
	}

	/** Forget all jobs kept outside the server, which is emptied at the same time. */
	default void empty() {
	}

	/** Dispatch jobs of 100 bytes one by one, each from a thread that waits for it. */
	void dispatchOneByOne(int jobs, int threads);

	/**
	 * Dispatch jobs in chunks.
	 * @throws UnsupportedOperationException if there is no way to
	 */
	void dispatchBulk(int jobs, int payloadBytes);

	/** Dispatch jobs in the fastest way there is. */
	default void fill(int jobs, int payloadBytes) {
		dispatchBulk(jobs, payloadBytes);
	}

	/**
	 * Make an application ready, and hold its worker until there are the jobs that it
	 * will run.
	 * @throws UnsupportedOperationException if it cannot run such jobs
	 */
	void ready(Load load);

	/** Run so many jobs, until the end of each is stored; there may be more. */
	void drain(int jobs);

	/** Dispatch jobs of 100 bytes in the fastest way, and run them at the same time. */
	void dispatchAndDrain(int jobs);

	/** Let the worker that was made ready wait for jobs. */
	void idle();

	/** Dispatch a job to the idle worker: nanoseconds until its handler starts. */
	long dispatchToStart();

	/** Stop the application. */
	void rest();

	@Override
	void close();

	/**
	 * How jobs run.
	 *
	 * @param concurrency how many at once; with 0 the application only dispatches
	 * @param virtual on virtual threads instead of platform threads
	 * @param millis how long each sleeps
	 */
	public record Load(int concurrency, boolean virtual, int millis) {

		/** That of an application that only dispatches. */
		static final Load NONE = new Load(0, false, 0);

		static Load of(int concurrency) {
			return new Load(concurrency, false, 0);
		}

	}

}
