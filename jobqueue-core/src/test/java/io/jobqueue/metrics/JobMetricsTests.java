package io.jobqueue.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.worker.outcome.AttemptEvents;
import io.jobqueue.worker.outcome.AttemptResult;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobMetricsTests {

	private static final JobId ID = new JobId("emails-1");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final JobMetrics metrics = new JobMetrics(this.registry);

	private final ClaimedJob job = new ClaimedJob(ID, "emails", JobDetails.of("welcome", "{}"), 1, 0, 0, 0,
			Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null, List.of());

	@Test
	void dispatchesAreCountedByQueueAndTask() {
		this.metrics.onEvent(new JobEvent.Dispatched("emails", "welcome", 3));
		assertThat(counter("jobqueue.jobs.dispatched")).isEqualTo(3);
	}

	@Test
	void duplicatesAreCountedByWhatWasDone() {
		for (UniqueKey.Conflict conflict : UniqueKey.Conflict.values()) {
			this.metrics.onEvent(new JobEvent.Duplicate("emails", "welcome", conflict, 2));
		}
		assertThat(this.registry.get("jobqueue.unique.duplicates").counters())
			.allMatch((counter) -> counter.count() == 2)
			.extracting((counter) -> counter.getId().getTag("outcome"))
			.containsExactlyInAnyOrder("kept", "replaced", "debounced", "rejected");
	}

	@Test
	void ticksOfSchedulesAreCountedByOutcome() {
		ticked(JobSchedule.Outcome.FIRED, Duration.ofSeconds(2));
		ticked(JobSchedule.Outcome.SKIPPED, Duration.ofSeconds(4));
		assertThat(this.registry.get("jobqueue.schedule.ticks").tag("outcome", "fired").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("jobqueue.schedule.ticks").tag("outcome", "skipped").counter().count())
			.isEqualTo(1);
		assertThat(this.registry.get("jobqueue.schedule.late").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(2);
	}

	private void ticked(JobSchedule.Outcome outcome, Duration late) {
		this.metrics.onEvent(new JobEvent.Ticked("emails", "welcome", "nightly", outcome, late));
	}

	@Test
	void waitsAreTimed() {
		started("welcome", Duration.ofSeconds(2));
		assertThat(this.registry.get("jobqueue.job.wait").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(2);
	}

	@Test
	void deadLettersAreCountedAsFailed() {
		finish(Outcome.end(this.job, JobStatus.MAX_RETRIES, null));
		finish(Outcome.success(this.job, null));
		finish(Outcome.end(this.job, JobStatus.ABORTED, null));
		assertThat(counter("jobqueue.jobs.failed")).isEqualTo(1);
		assertThat(executions("max_retries")).isEqualTo(1);
		assertThat(executions("aborted")).isEqualTo(1);
	}

	@Test
	void aRetryAtOnceIsCountedAsOneWithDelay() {
		finish(Outcome.retry(this.job, Duration.ZERO, null));
		finish(Outcome.retry(this.job, Duration.ofSeconds(3), null));
		assertThat(counter("jobqueue.jobs.retried")).isEqualTo(2);
		assertThat(executions("retry")).isEqualTo(2);
	}

	@Test
	void aJobThatDidNotRunIsNoExecution() {
		this.metrics.onEvent(new JobEvent.Dispatched("emails", "welcome", 2));
		finish(Outcome.release(this.job.id(), 1));
		finish(Outcome.unknownTask(this.job, Duration.ofSeconds(1)));
		assertThat(executions("success")).isZero();
		assertThat(this.registry.find("jobqueue.job.execution").timers()).hasSize(1);
	}

	@Test
	void jobsOfLostWorkersAreCountedAsLostAndPoisonJobsAsFailed() {
		this.metrics.onEvent(new JobEvent.Reclaimed("emails", 4, List.of(ID)));
		assertThat(counter("jobqueue.jobs.lost")).isEqualTo(5);
		assertThat(counter("jobqueue.jobs.failed")).isEqualTo(1);
	}

	@Test
	void metersOfDeclaredQueuesExistFromTheStart() {
		this.metrics.declare(List.of("emails"), List.of());
		assertThat(counter("jobqueue.jobs.lost")).isZero();
	}

	@Test
	void tasksThatThisApplicationDoesNotKnowShareOneTag() {
		for (int i = 0; i < 300; i++) {
			this.metrics.onEvent(new JobEvent.Dispatched("emails", "task" + i, 1));
			this.metrics.onEvent(new JobEvent.Unsent("emails", "task" + i, 1));
			started("task" + i, Duration.ZERO);
		}
		assertThat(this.registry.get("jobqueue.jobs.dispatched").tag("task", "unknown").counter().count())
			.isEqualTo(300);
		assertThat(this.registry.getMeters()).allMatch((meter) -> "unknown".equals(meter.getId().getTag("task")));
		assertThat(this.registry.getMeters()).hasSizeLessThan(10);
	}

	@Test
	void anAttemptAtACancelledJobIsTimed() {
		finish(Outcome.end(this.job, JobStatus.CANCELLED, null));
		assertThat(executions("cancelled")).isEqualTo(1);
		assertThat(counter("jobqueue.jobs.failed")).isZero();
	}

	private void started(String task, Duration waited) {
		this.metrics.onEvent(new JobEvent.Started(ID, "emails", task, 1, 1, waited));
	}

	private void finish(Outcome outcome) {
		new AttemptEvents(new JobEvents(List.of(this.metrics)))
			.finished(new AttemptResult(this.job, null, null, true, outcome, null, Duration.ofMillis(5)));
	}

	private double counter(String name) {
		return this.registry.get(name).tag("queue", "emails").counter().count();
	}

	private long executions(String outcome) {
		return this.registry.get("jobqueue.job.execution").tag("outcome", outcome).timer().count();
	}

}
