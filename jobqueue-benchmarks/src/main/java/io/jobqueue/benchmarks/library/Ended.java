package io.jobqueue.benchmarks.library;

import java.util.concurrent.CountDownLatch;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;

/** Counts jobs whose end is stored. */
final class Ended implements JobEventListener {

	private volatile CountDownLatch latch = new CountDownLatch(0);

	CountDownLatch expect(int jobs) {
		CountDownLatch expected = new CountDownLatch(jobs);
		this.latch = expected;
		return expected;
	}

	@Override
	public void onEvent(JobEvent event) {
		if (event instanceof JobEvent.Finished) {
			this.latch.countDown();
		}
	}

}
