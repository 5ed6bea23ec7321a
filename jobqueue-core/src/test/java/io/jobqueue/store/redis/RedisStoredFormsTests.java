package io.jobqueue.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.form.RedisJobRecord;
import io.jobqueue.store.schedule.StoredSchedule;
import io.jobqueue.testsupport.FiredSchedule;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRenewals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stored forms are what the files of the format say, and what the files hold is read.
 * A file is never changed: data of that form is in use. A new form gets files of its own.
 */
@Tag("process")
class RedisStoredFormsTests {

	private static final String QUEUE = "q";

	private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_000L);

	private final String namespace = TestRedis.namespace();

	private final RedisStoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(),
			this.namespace);

	private final StoredForms forms = new StoredForms(this.namespace, QUEUE);

	@Test
	void recordsHaveTheFormOfTheFiles() {
		assertThat("1700000000000" + encoded(full())).isEqualTo(StoredForms.file("record"));
		assertThat("1700000000000" + encoded(JobDetails.of("task", "{}"))).isEqualTo(StoredForms.file("record-bare"));
	}

	@Test
	void recordsOfTheFilesAreRead() {
		assertThat(decoded("record")).isEqualTo(new RedisJobRecord(TIME, full()));
		assertThat(decoded("record-bare")).isEqualTo(new RedisJobRecord(TIME, JobDetails.of("task", "{}")));
	}

	@Test
	void statesAndErrorsHaveTheFormOfTheFiles() {
		Map<String, String> written = new LinkedHashMap<>();
		JobId id = insert();
		this.store.feed().claim(new ClaimRequest(QUEUE, "w", 1, 0, Duration.ofMinutes(1)));
		written.put("state-in-line", this.forms.get(Key.STATE, id));
		this.store.actions().cancel(id);
		id = insert();
		ClaimedJob job = claim();
		written.put("state-started", this.forms.get(Key.STATE, id));
		finish(Outcome.success(job, null));
		written.put("state-success", this.forms.get(Key.STATE, id));
		id = insert();
		finish(Outcome.unknownTask(claim(), Duration.ZERO));
		written.put("state-unknown", this.forms.get(Key.STATE, id));
		finish(Outcome.interrupted(claim()));
		written.put("state-interrupted", this.forms.get(Key.STATE, id));
		job = claim();
		renew(job, new JobProgress(0.5, null));
		written.put("state-progress", this.forms.get(Key.STATE, id));
		renew(job, new JobProgress(0.5, "half"));
		written.put("state-progress-text", this.forms.get(Key.STATE, id));
		renew(job, new JobProgress(0.5, null));
		finish(Outcome.end(job, JobStatus.FAILED, new JobError("a.B", "why", "at c")));
		this.store.feed().storeOnFailureError(QUEUE, id, 3, new JobError("d.E", null, "at f"));
		written.put("state-failed", this.forms.get(Key.STATE, id));
		written.put("error", this.forms.get(Key.ERROR, id));
		written.put("worker", this.forms.get(Key.INFO, "w"));
		assertThat(written).allSatisfy((name, text) -> assertThat(StoredForms.shape(text)).as(name)
			.isEqualTo(StoredForms.shape(StoredForms.file(name))));
	}

	@Test
	void forwardEntriesHaveTheFormOfTheFile() {
		JobId id = insert();
		ClaimedJob job = claim();
		finish(new Outcome(id, job.delivery(), Outcome.Kind.RETRY, JobStatus.RETRY, Duration.ZERO, null, null, null,
				"other", true, null));
		assertThat(this.forms.get(Key.FORWARD, id)).isEqualTo(StoredForms.file("forward"));
	}

	@Test
	void statesOfTheFilesAreRead() {
		assertThat(read("state-started")).returns(JobStatus.STARTED, JobInfo::status)
			.returns("w", JobInfo::worker)
			.returns(TIME.plusMillis(500), JobInfo::startedAt);
		assertThat(read("state-in-line").status()).isEqualTo(JobStatus.QUEUED);
		assertThat(read("state-success")).returns(JobStatus.SUCCESS, JobInfo::status)
			.returns(1.0, JobInfo::progress)
			.returns(TIME.plusMillis(700), JobInfo::endedAt);
		assertThat(read("state-progress").progress()).isEqualTo(0.5);
		assertThat(read("state-progress-text")).returns(0.5, JobInfo::progress).returns("half", JobInfo::progressText);
		JobInfo failed = read("state-failed");
		assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
		assertThat(failed.error()).isEqualTo(new JobError("a.B", "why", "at c"));
		assertThat(failed.onFailureError()).isEqualTo(new JobError("d.E", null, "at f"));
		assertThat(failed.history()).extracting(JobAttempt::outcome)
			.containsExactly(JobStatus.INTERRUPTED, JobStatus.FAILED);
		assertThat(failed.delivery()).isEqualTo(3);
	}

	@Test
	void waitingJobOfTheFilesIsClaimed() {
		JobId id = TestJobs.id(QUEUE);
		this.forms.set(Key.RECORDS, id, StoredForms.file("record"));
		this.forms.set(Key.STATE, id, StoredForms.file("state-unknown"));
		this.forms.place(Key.QUEUED, id, 1);
		ClaimedJob job = claim();
		assertThat(job.details()).isEqualTo(full());
		assertThat(job.delivery()).isEqualTo(2);
		assertThat(job.unknownSince()).isEqualTo(TIME.plusMillis(600));
	}

	@Test
	void scheduleHasTheFormOfTheFiles() {
		FiredSchedule.store(this.store);
		assertThat(StoredForms.shape(this.forms.get(Key.SCHEDULE_STATES, FiredSchedule.NAME)))
			.isEqualTo(StoredForms.shape(StoredForms.file("schedule-state")));
		assertThat(StoredForms.shape(this.forms.get(Key.SCHEDULE_RUNS, FiredSchedule.NAME)))
			.isEqualTo(StoredForms.shape(StoredForms.file("schedule-runs")));
		assertThat(this.forms.get(Key.SCHEDULE_PLANS, FiredSchedule.NAME)).isEqualTo("definition");
	}

	@Test
	void scheduleOfTheFilesIsRead() {
		FiredSchedule.store(this.store);
		this.forms.set(Key.SCHEDULE_STATES, FiredSchedule.NAME, StoredForms.file("schedule-state"));
		this.forms.set(Key.SCHEDULE_RUNS, FiredSchedule.NAME, StoredForms.file("schedule-runs"));
		StoredSchedule schedule = FiredSchedule.read(this.store);
		assertThat(schedule.revision()).isEqualTo(3);
		assertThat(schedule.lastTick()).isEqualTo(TIME);
		assertThat(schedule.lastJob()).isEqualTo(JobId.of("q-1"));
		assertThat(schedule.fingerprint()).isEqualTo("print-1");
		assertThat(schedule.marks()).isEqualTo(FiredSchedule.MARKS);
		assertThat(schedule.runs()).isEqualTo(FiredSchedule.RUNS);
	}

	private JobInfo read(String state) {
		JobId id = TestJobs.id(QUEUE);
		this.forms.set(Key.RECORDS, id, StoredForms.file("record"));
		this.forms.set(Key.STATE, id, StoredForms.file(state));
		this.forms.set(Key.ERROR, id, StoredForms.file("error"));
		return this.store.queries().find(List.of(id)).get(id);
	}

	private static JobDetails full() {
		return JobDetails.of("send", "{\"a\":\"\u00e4\"}")
			.withPriority(-3)
			.withMaxRetries(7)
			.withTimeout(Duration.ofSeconds(5))
			.withCorrelationId("c-1")
			.withHeaders(Map.of("tenant", "acme"));
	}

	private static String encoded(JobDetails details) {
		return new String(RedisJobRecord.encode(new NewJob(JobId.of("a"), QUEUE, details, null, null)),
				StandardCharsets.UTF_8);
	}

	private static RedisJobRecord decoded(String file) {
		return RedisJobRecord.decode("a", StoredForms.file(file).getBytes(StandardCharsets.UTF_8));
	}

	private JobId insert() {
		NewJob job = TestJobs.job(QUEUE, "1");
		this.store.intake().insert(List.of(job));
		return job.id();
	}

	private ClaimedJob claim() {
		return this.store.feed().claim(new ClaimRequest(QUEUE, "w", 1, Duration.ofMinutes(1))).jobs().get(0);
	}

	private void finish(Outcome outcome) {
		this.store.feed().finish(QUEUE, "w", List.of(outcome));
	}

	private void renew(ClaimedJob job, JobProgress progress) {
		this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity("w", "host", 4711, TIME), Duration.ofMinutes(1), List
				.of(TestRenewals.container(QUEUE, 8, Map.of(job.id(), job.delivery()), Map.of(job.id(), progress)))));
	}

}
