package io.jobqueue.worker.thread;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.worker.timing.Deadline;

/** The threads of a worker in addition to those of its containers. */
public final class WorkerThreads {

	private final List<Thread> threads = new ArrayList<>();

	/** Add a thread that has not been started. */
	public Thread add(Thread thread) {
		this.threads.add(thread);
		return thread;
	}

	/** Start all threads in the order in which they were added. */
	public void start() {
		this.threads.forEach(Thread::start);
	}

	/** Wait until the started threads have ended. */
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

		/** Create a daemon thread without starting it. */
		Thread thread(String name, Runnable action);

	}

}
