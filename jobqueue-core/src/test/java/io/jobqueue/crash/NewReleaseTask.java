package io.jobqueue.crash;

import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.crash.Ledger.Event;

/**
 * A task that the release before does not know.
 */
@JobTask(name = NewReleaseTask.NAME)
record NewReleaseTask(Ledger ledger, String worker) implements JobHandler<Integer, String> {

	static final String NAME = "new-release";

	@Override
	public String handle(Integer ignored, JobContext job) {
		this.ledger.write(Event.END, job.id().value(), this.worker, 0);
		return this.worker;
	}

}
