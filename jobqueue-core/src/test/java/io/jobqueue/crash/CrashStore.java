package io.jobqueue.crash;

import java.time.Duration;
import java.util.List;

import io.jobqueue.store.StoreBackend;

/**
 * Which store is under test. What hurts it, or the way to it, is up to the test.
 */
interface CrashStore extends AutoCloseable {

	/** The store as the test looks at it, past all that stands in the workers' way. */
	StoreBackend backend();

	/** What a worker is told, see {@link WorkerStore}. */
	String address();

	/** Where its server listens on the loopback address. */
	int port();

	/**
	 * The same store by another way.
	 * @param port where to connect to instead
	 * @param timeout how long an answer may take
	 */
	CrashStore through(int port, Duration timeout);

	/**
	 * What is kept for jobs that have not ended: places, limits and unique keys. Each is
	 * named as the server names it.
	 */
	List<String> leftovers();

	@Override
	void close();

}
