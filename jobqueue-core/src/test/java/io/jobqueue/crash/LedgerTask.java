package io.jobqueue.crash;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.crash.Ledger.Event;

/**
 * Runs for as long as its payload says and writes into the ledger what it went through.
 */
@JobTask(name = LedgerTask.NAME)
record LedgerTask(Ledger ledger, String worker) implements JobHandler<Integer, String> {

	static final String NAME = "ledger";

	@Override
	public String handle(Integer millis, JobContext job) throws InterruptedException {
		try {
			if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("Nobody opens this latch");
			}
		}
		catch (InterruptedException ex) {
			this.ledger.write(Event.INTERRUPTED, job.id().value(), this.worker, 0);
			throw ex;
		}
		this.ledger.write(Event.END, job.id().value(), this.worker, 0);
		return this.worker;
	}

	@Override
	public void onFailure(Integer millis, JobFailure failure) {
		this.ledger.write(Event.DEAD_LETTER, failure.id().value(), this.worker, 0);
	}

}
