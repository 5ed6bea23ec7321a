package io.jobqueue.benchmarks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.worker.options.WorkerListener;

/** Counts jobs whose end is stored. */
final class Ended implements WorkerListener {

	private volatile CountDownLatch latch = new CountDownLatch(0);

	CountDownLatch expect(int jobs) {
		CountDownLatch expected = new CountDownLatch(jobs);
		this.latch = expected;
		return expected;
	}

	@Override
	public void finished(ClaimedJob job, String task, Outcome outcome, Duration execution) {
		this.latch.countDown();
	}

}
