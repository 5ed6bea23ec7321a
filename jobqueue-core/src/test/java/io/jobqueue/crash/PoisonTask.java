package io.jobqueue.crash;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.crash.Ledger.Event;

/**
 * Ends the JVM that runs it.
 */
@JobTask(name = PoisonTask.NAME)
record PoisonTask(Ledger ledger, String worker) implements JobHandler<Integer, String> {

	static final String NAME = "poison";

	@Override
	public String handle(Integer status, JobContext job) {
		Runtime.getRuntime().halt(status);
		throw new IllegalStateException("The JVM goes on");
	}

	@Override
	public void onFailure(Integer status, JobFailure failure) {
		this.ledger.write(Event.DEAD_LETTER, failure.id().value(), this.worker, 0);
	}

}
