package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;

/**
 * Jobs for the tests of this package.
 */
final class TestJobs {

	private static final AtomicLong COUNTER = new AtomicLong();

	private TestJobs() {
	}

	static JobId id(String queue) {
		return JobId.of("%s-%026d".formatted(queue, COUNTER.incrementAndGet()));
	}

	static NewJob job(String queue, String payload) {
		return job(id(queue), queue, payload, 0, 0);
	}

	static NewJob job(JobId id, String queue, String payload, int priority, long delayMillis) {
		return new NewJob(id, queue, JobDetails.of("task", payload).withPriority(priority),
				Duration.ofMillis(delayMillis), null);
	}

	static List<NewJob> jobs(String queue, int count, String payload) {
		return IntStream.range(0, count).mapToObj((index) -> job(queue, payload)).toList();
	}

}
