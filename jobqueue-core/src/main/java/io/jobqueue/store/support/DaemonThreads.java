package io.jobqueue.store.support;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Makes daemon threads with one name for an executor, and waits for their end. An
 * executor reports its own end while its last threads are still alive, so a context that
 * was closed could leave a thread. Safe for use by many threads.
 */
public final class DaemonThreads implements ThreadFactory {

	/** How long a thread that was interrupted may take to end. */
	static final Duration INTERRUPTED = Duration.ofMillis(200);

	private final String name;

	private final boolean ofWorker;

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	/**
	 * Make a factory, without threads yet.
	 * @param name the name of each thread
	 */
	public DaemonThreads(String name) {
		this(name, false);
	}

	private DaemonThreads(String name, boolean ofWorker) {
		this.name = name;
		this.ofWorker = ofWorker;
	}

	/**
	 * Make a factory of threads that do a worker's duties beside its jobs: what they take
	 * of the store counts as the worker's.
	 * @param name the name of each thread
	 */
	public static DaemonThreads ofWorker(String name) {
		return new DaemonThreads(name, true);
	}

	/** Whether the current thread does a worker's duties, see {@link #ofWorker}. */
	public static boolean isOfWorker() {
		return Thread.currentThread() instanceof WorkerThread;
	}

	@Override
	public Thread newThread(Runnable action) {
		this.threads.removeIf((thread) -> thread.getState() == Thread.State.TERMINATED);
		Thread thread = this.ofWorker ? new WorkerThread(action, this.name) : new Thread(action, this.name);
		thread.setDaemon(true);
		this.threads.add(thread);
		return thread;
	}

	/**
	 * End an executor that has these threads. What it does may go on for a time, and is
	 * interrupted then, or as soon as the caller is interrupted.
	 * @param executor the executor
	 * @param longest how long its work may go on
	 * @return whether all threads have ended
	 */
	public boolean end(ExecutorService executor, Duration longest) {
		executor.shutdown();
		try {
			if (join(longest)) {
				return true;
			}
			executor.shutdownNow();
			return join(INTERRUPTED);
		}
		catch (InterruptedException ex) {
			executor.shutdownNow();
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Wait for the end of all threads.
	 * @param longest how long to wait
	 * @return whether all have ended
	 * @throws InterruptedException if the caller is interrupted
	 */
	public boolean join(Duration longest) throws InterruptedException {
		long end = System.nanoTime() + longest.toNanos();
		for (Thread thread : this.threads) {
			long left = end - System.nanoTime();
			thread.join(Math.max(1, left / 1_000_000));
		}
		return this.threads.stream().noneMatch(Thread::isAlive);
	}

	private static final class WorkerThread extends Thread {

		private WorkerThread(Runnable action, String name) {
			super(action, name);
		}

	}

}
