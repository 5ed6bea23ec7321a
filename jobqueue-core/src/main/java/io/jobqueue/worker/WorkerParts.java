package io.jobqueue.worker;

import io.jobqueue.store.WorkerIdentity;

/** The parts that the containers of a worker share. */
record WorkerParts(WorkerIdentity identity, WorkerOptions options, WorkerServices services, WorkerListener listeners,
		OnFailureCalls failureCalls, UnknownTasks unknownTasks, TimeoutScheduler alarms, RetryDecisions decisions, ExitCondition departure,
		Runnable jobEnded, WorkerThreads.Factory threads) {

	Thread thread(String name, Runnable action) {
		return this.threads.thread(name, action);
	}

	/** Make no more calls and ring no more timers. */
	void close() {
		this.failureCalls.close();
		this.alarms.close();
		this.decisions.close();
	}

}
