package io.jobqueue.worker;

import java.util.concurrent.ScheduledExecutorService;

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

}
