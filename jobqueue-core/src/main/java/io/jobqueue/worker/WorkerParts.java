package io.jobqueue.worker;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import io.jobqueue.store.WorkerIdentity;

/**
 * What the containers of a worker share.
 */
record WorkerParts(WorkerIdentity identity, WorkerOptions options, WorkerServices services, WorkerListener listeners,
		FailureCalls failureCalls, UnknownTasks unknownTasks, ScheduledExecutorService timer, Departure departure,
		Runnable jobEnded) {

	Thread thread(String name, Runnable action) {
		Thread thread = new Thread(action, name);
		thread.setDaemon(true);
		return thread;
	}

	static ScheduledExecutorService newTimer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (action) -> {
			Thread thread = new Thread(action, "jobqueue-timer");
			thread.setDaemon(true);
			return thread;
		});
		timer.setRemoveOnCancelPolicy(true);
		return timer;
	}

	/** Make no more calls and ring no more timers. */
	void close() {
		this.failureCalls.close();
		this.timer.shutdownNow();
	}

}
