package io.jobqueue.crash;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.crash.Ledger.Event;

/**
 * Runs for as long as its payload says and writes into the ledger what it went through. A
 * negative time ends the JVM at once.
 */
@JobTask(name = "ledger")
record LedgerTask(Ledger ledger, String worker) implements JobHandler<Integer, String> {

	@Override
	public String handle(Integer millis, JobContext job) throws InterruptedException {
		this.ledger.write(Event.START, job.id().value(), this.worker);
		if (millis < 0) {
			Runtime.getRuntime().halt(1);
		}
		try {
			work(millis);
		}
		catch (InterruptedException ex) {
			this.ledger.write(Event.INTERRUPTED, job.id().value(), this.worker);
			throw ex;
		}
		this.ledger.write(Event.END, job.id().value(), this.worker);
		return this.worker;
	}

	private static void work(int millis) throws InterruptedException {
		if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
			throw new IllegalStateException("Nobody opens this latch");
		}
	}

	@Override
	public void onFailure(Integer millis, JobFailure failure) {
		this.ledger.write(Event.DEAD_LETTER, failure.id().value(), this.worker);
	}

}
