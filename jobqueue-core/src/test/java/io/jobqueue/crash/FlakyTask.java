package io.jobqueue.crash;

import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.Retry;
import io.jobqueue.crash.Ledger.Event;

/**
 * Fails as often as its payload says, and then succeeds.
 */
@JobTask(name = FlakyTask.NAME, retry = @Retry(maxRetries = 5, delay = "50ms", multiplier = 1))
record FlakyTask(Ledger ledger, String worker) implements JobHandler<Integer, String> {

	static final String NAME = "flaky";

	@Override
	public String handle(Integer failures, JobContext job) {
		if (job.attempt() <= failures) {
			throw new IllegalStateException("Attempt " + job.attempt() + " fails");
		}
		this.ledger.write(Event.END, job.id().value(), this.worker, 0);
		return this.worker;
	}

}
