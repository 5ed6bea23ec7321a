package io.jobqueue.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import tools.jackson.databind.json.JsonMapper;

import io.jobqueue.JobId;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.testsupport.SettableClock;

/**
 * Attempts without a container around them, and how they settled.
 */
final class Attempts implements AutoCloseable {

	final List<Settled> settled = new CopyOnWriteArrayList<>();

	final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

	static ClaimedJob job(String id, int delivery) {
		return job(id, delivery, 0, null);
	}

	static ClaimedJob job(String id, int delivery, int retries, Integer maxRetries) {
		return new ClaimedJob(JobId.of(id), "q", "task", "\"x\"", Map.of(), 0, maxRetries, null, null, delivery,
				retries, 0, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null);
	}

	static ClaimedJob interrupted(int interruptions, int losses) {
		return new ClaimedJob(JobId.of("a"), "q", "task", "\"x\"", Map.of(), 0, null, null, null, 1, 0, losses,
				interruptions, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null);
	}

	JobExecution of(String id, int delivery) {
		return of(job(id, delivery), new FakeTask("task", (payload, job) -> payload), Runnable::run);
	}

	JobExecution of(ClaimedJob job, FakeTask task, Executor executor) {
		ExecutionSupport support = new ExecutionSupport("w1", new JacksonJobSerializer(JsonMapper.builder().build()),
				List.of(), new Listeners(List.of()), new SettableClock(),
				new OutcomeResolver(() -> 0.5, new OutcomeResolver.Limits(20, 5)), new Alarms(this.timer),
				Duration.ofMillis(100), (execution, settled) -> this.settled.add(settled));
		return new JobExecution(job, task, new Permits(1).request(), executor, support);
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
