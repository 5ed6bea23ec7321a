package io.jobqueue.crash;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.Retry;
import io.jobqueue.crash.Ledger.Event;

/**
 * Goes on for as long as its payload says, whatever it is told, and longer than it may.
 */
@JobTask(name = StubbornTask.NAME, timeout = "300ms", retry = @Retry(maxRetries = 0))
record StubbornTask(Ledger ledger, String worker) implements JobHandler<Integer, String> {

	static final String NAME = "stubborn";

	@Override
	public String handle(Integer millis, JobContext job) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			if (Thread.interrupted()) {
				this.ledger.write(Event.INTERRUPTED, job.id().value(), this.worker, 0);
			}
		}
		this.ledger.write(Event.END, job.id().value(), this.worker, 0);
		return this.worker;
	}

}
