package io.jobqueue.worker;

import io.jobqueue.store.WorkerIdentity;
import io.jobqueue.worker.failure.OnFailureCalls;
import io.jobqueue.worker.feed.ExitCondition;
import io.jobqueue.worker.feed.UnknownTasks;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.outcome.AttemptEvents;
import io.jobqueue.worker.thread.RetryDecisions;
import io.jobqueue.worker.thread.WorkerThreads;
import io.jobqueue.worker.timing.TimeoutScheduler;

/** The parts that the containers of a worker share. */
record WorkerParts(WorkerIdentity identity, WorkerOptions options, WorkerServices services, AttemptEvents events,
		OnFailureCalls failureCalls, UnknownTasks unknownTasks, TimeoutScheduler timeoutScheduler,
		RetryDecisions decisions, ExitCondition exitCondition, Runnable jobEnded, WorkerThreads.Factory threads) {

	Thread thread(String name, Runnable action) {
		return this.threads.thread(name, action);
	}

	/**
	 * Stop all calls of {@code onFailure} and {@code shouldRetry}, and all timers.
	 */
	void close() {
		this.failureCalls.close();
		this.timeoutScheduler.close();
		this.decisions.close();
	}

}
