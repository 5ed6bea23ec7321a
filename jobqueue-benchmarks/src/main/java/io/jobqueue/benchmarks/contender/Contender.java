package io.jobqueue.benchmarks.contender;

/**
 * A program that is measured. It runs in a separate process, where {@link ContenderMain}
 * calls it from one thread. Jobs do nothing, and have JSON with one text.
 */
public interface Contender extends AutoCloseable {

	/** The number of jobs that are dispatched together. */
	int CHUNK = 1_000;

	/** The length of the JSON without the text. */
	int AROUND_TEXT = "{\"text\":\"\"}".length();

	/** Return the text of a payload of the given size in bytes of JSON. */
	static String text(int payloadBytes) {
		return "x".repeat(payloadBytes - AROUND_TEXT);
	}

	/**
	 * Remove all jobs that are stored outside the server, which is emptied at the same
	 * time.
	 */
	default void empty() {
	}

	/**
	 * Dispatch jobs of 100 bytes individually, each from a thread that waits for the
	 * reply.
	 */
	void dispatchOneByOne(int jobs, int threads);

	/**
	 * Dispatch jobs in chunks.
	 * @throws UnsupportedOperationException if the contender does not support that
	 */
	void dispatchBulk(int jobs, int payloadBytes);

	/** Dispatch jobs in the fastest way. */
	default void fill(int jobs, int payloadBytes) {
		dispatchBulk(jobs, payloadBytes);
	}

	/**
	 * Prepare an application, and delay the start of its worker until its jobs are
	 * dispatched.
	 * @throws UnsupportedOperationException if it cannot run such jobs
	 */
	void ready(Load load);

	/** Run at least the given number of jobs, until the end of each is stored. */
	void drain(int jobs);

	/** Dispatch jobs of 100 bytes in the fastest way, and run them at the same time. */
	void dispatchAndDrain(int jobs);

	/** Let the prepared worker wait for jobs. */
	void idle();

	/**
	 * Dispatch a job to the idle worker. Return the nanoseconds until its handler starts.
	 */
	long dispatchToStart();

	/**
	 * Dispatch further jobs to the idle worker from another application, as another
	 * process does.
	 * @throws UnsupportedOperationException if that was not prepared
	 */
	default void elsewhere() {
		throw new UnsupportedOperationException("There is no other application");
	}

	/**
	 * Dispatch jobs of 100 bytes from one thread, each after the reply for the one before
	 * it, to the worker that waits. Return when the last one has ended.
	 */
	void trickle(int jobs);

	/** Stop the application. */
	void rest();

	@Override
	void close();

	/**
	 * How jobs run.
	 *
	 * @param concurrency the number of concurrent jobs; with 0 the application only
	 * dispatches
	 * @param virtual whether jobs run on virtual threads
	 * @param millis how long each job sleeps
	 */
	public record Load(int concurrency, boolean virtual, int millis) {

		/** The load of an application that only dispatches. */
		public static final Load NONE = new Load(0, false, 0);

		public static Load of(int concurrency) {
			return new Load(concurrency, false, 0);
		}

	}

}
