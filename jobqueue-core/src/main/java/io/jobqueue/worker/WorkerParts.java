package io.jobqueue.worker;

import java.time.Duration;

import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.worker.failure.OnFailureCalls;
import io.jobqueue.worker.feed.ExitCondition;
import io.jobqueue.worker.feed.UnknownTasks;
import io.jobqueue.worker.notes.WorkerNotes;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.outcome.AttemptEvents;
import io.jobqueue.worker.parallel.ChildThreads;
import io.jobqueue.worker.thread.RetryDecisions;
import io.jobqueue.worker.thread.WorkerThreads;
import io.jobqueue.worker.timing.Deadline;
import io.jobqueue.worker.timing.TimeoutScheduler;

/** The parts that the containers of a worker share. */
record WorkerParts(WorkerIdentity identity, WorkerOptions options, WorkerServices services, AttemptEvents events,
		OnFailureCalls failureCalls, UnknownTasks unknownTasks, TimeoutScheduler timeoutScheduler,
		RetryDecisions decisions, ExitCondition exitCondition, ChildThreads children, Runnable jobEnded,
		WorkerThreads.Factory threads, WorkerNotes notes) {

	private static final Duration MOMENT = Duration.ofMillis(200);

	/** Create the parts of a worker. */
	static WorkerParts of(WorkerIdentity identity, WorkerOptions options, WorkerServices services,
			ExitCondition exitCondition, Runnable jobEnded, WorkerThreads.Factory threads) {
		TimeoutScheduler timeoutScheduler = new TimeoutScheduler();
		return new WorkerParts(identity, options, services, new AttemptEvents(services.events()),
				new OnFailureCalls(identity.id(), services, timeoutScheduler),
				new UnknownTasks(options.unknownTaskTimeout()), timeoutScheduler, new RetryDecisions(), exitCondition,
				new ChildThreads(services.executor(), services.decorator()), jobEnded, threads,
				new WorkerNotes(identity.id(), services, threads));
	}

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
		this.notes.close();
	}

	/**
	 * Wait until the threads of the timers have ended, and those of handlers for 200 ms.
	 */
	void awaitClosed(Deadline deadline) throws InterruptedException {
		this.timeoutScheduler.awaitClosed(deadline.left());
		this.decisions.awaitClosed(deadline.within(MOMENT));
	}

}
