package io.jobqueue.worker.thread;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.worker.timing.Deadline;

/** The threads of a worker in addition to those of its containers. */
public final class WorkerThreads {

	private final List<Thread> threads = new ArrayList<>();

	/** One more, which is not started yet. */
	public Thread add(Thread thread) {
		this.threads.add(thread);
		return thread;
	}

	/** Start all, in the order in which they were added. */
	public void start() {
		this.threads.forEach(Thread::start);
	}

	/** Wait for the end of those that were started. */
	public void join(Deadline deadline) throws InterruptedException {
		for (Thread thread : this.threads) {
			deadline.join(thread);
		}
	}

	public void interrupt() {
		this.threads.forEach(Thread::interrupt);
	}

	/**
	 * Makes threads, not yet started.
	 */
	public interface Factory {

		Factory DAEMONS = (name, action) -> {
			Thread thread = new Thread(action, name);
			thread.setDaemon(true);
			return thread;
		};

		/** A daemon that is not started yet. */
		Thread thread(String name, Runnable action);

	}

}
