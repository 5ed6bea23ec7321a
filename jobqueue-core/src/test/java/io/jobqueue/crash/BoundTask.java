package io.jobqueue.crash;

import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;

/**
 * As {@link LedgerTask}, at most two at a time on all workers together.
 */
@JobTask(name = BoundTask.NAME, maxRunning = BoundTask.MAX_RUNNING)
record BoundTask(Ledger ledger, String worker) implements JobHandler<Integer, String> {

	static final String NAME = "bound";

	static final int MAX_RUNNING = 2;

	@Override
	public String handle(Integer millis, JobContext job) throws InterruptedException {
		return new LedgerTask(this.ledger, this.worker).handle(millis, job);
	}

}
