package io.jobqueue.worker.feed;

import io.jobqueue.worker.outcome.OutcomeBuffer;
import io.jobqueue.worker.permit.Permits;

/**
 * What the poll loop of a queue does instead of claims while an operator drains its
 * worker. Used by the thread of that loop.
 */
final class DrainedQueue {

	private final PollLoop.Source source;

	private final Permits permits;

	private final OutcomeBuffer buffer;

	private final ExitCondition exitCondition;

	/** The store may signal this worker for a job of the queue. */
	private boolean waits = true;

	DrainedQueue(PollLoop.Source source, Permits permits, OutcomeBuffer buffer, ExitCondition exitCondition) {
		this.source = source;
		this.permits = permits;
		this.buffer = buffer;
		this.exitCondition = exitCondition;
	}

	/**
	 * Leave signals for new jobs to other workers. A worker with burst stops itself once
	 * nothing runs.
	 */
	void look() {
		if (!this.exitCondition.isDraining()) {
			return;
		}
		long endsBefore = this.exitCondition.ends();
		if (this.waits) {
			this.source.store().stopWaiting(this.source.worker(), this.source.queue());
			this.waits = false;
		}
		this.exitCondition.polled(this.source.queue(), endsBefore,
				this.permits.active() == 0 && this.buffer.size() == 0);
	}

	/** A claim follows, after which the store may signal this worker again. */
	void claims() {
		this.waits = true;
	}

}
