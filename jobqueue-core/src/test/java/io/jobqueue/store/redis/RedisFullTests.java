package io.jobqueue.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.StoredStep;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRenewals;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A Redis without room takes no more jobs, and all that drains it goes on.
 */
@Tag("process")
class RedisFullTests {

	private static final String QUEUE = "q";

	private static final JobError ERROR = new JobError("java.io.IOException", "gone", "at a.B");

	private static TestRedis redis;

	private StoreBackend store;

	@BeforeAll
	static void start() {
		redis = TestRedis.start("maxmemory-policy noeviction");
	}

	@AfterAll
	static void stop() {
		redis.close();
	}

	@BeforeEach
	void makeRoom() {
		limit("0");
		this.store = new RedisStoreBackend(redis.connectionFactory(), TestRedis.namespace());
	}

	@Test
	void insertIsRefused() {
		insert();
		fill();
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(this::insert)
			.withMessageContaining("full")
			.withMessageContaining("jobqueue.retention");
		assertThat(size(JobStatus.QUEUED)).isEqualTo(1);
	}

	@Test
	void workersThatAreNewClaimAndFinish() {
		JobId id = insert();
		fill();
		StoreBackend other = new RedisStoreBackend(redis.connectionFactory(), "test" + redis.port());
		assertThat(claim(other)).isEmpty();
		finish(Outcome.success(claim(), "\"done\""));
		assertThat(info(id)).returns(JobStatus.SUCCESS, JobInfo::status).returns("\"done\"", JobInfo::result);
	}

	@Test
	void retriedJobsKeepTheirHistory() {
		JobId id = insert();
		finish(Outcome.retry(claim(), Duration.ZERO, ERROR));
		fill();
		finish(Outcome.retry(claim(), Duration.ZERO, ERROR));
		finish(Outcome.end(claim(), JobStatus.MAX_RETRIES, ERROR));
		assertThat(info(id).history()).extracting(JobAttempt::number).containsExactly(1, 2, 3);
		assertThat(info(id).error()).isEqualTo(ERROR);
	}

	@Test
	void interruptedGivenBackAndUnknownJobsWaitAgain() {
		JobId id = insert();
		fill();
		finish(Outcome.interrupted(claim()));
		ClaimedJob job = claim();
		finish(Outcome.release(job.id(), job.delivery()));
		finish(Outcome.unknownTask(claim(), Duration.ZERO));
		assertThat(claim().id()).isEqualTo(id);
	}

	@Test
	void stepsAreKeptSoThatJobsEnd() {
		JobId id = insert();
		ClaimedJob job = claim();
		fill();
		JobNotes notes = this.store.part(JobNotes.class);
		Attempt attempt = new Attempt(QUEUE, "w", id, job.delivery());
		assertThat(notes.keepStep(attempt, new StoredStep(1, "a", "1"))).isTrue();
		assertThat(notes.keepStep(attempt, new StoredStep(1, "a", "2"))).isTrue();
		assertThat(notes.keepStep(attempt, new StoredStep(2, "b", "3"))).isTrue();
		assertThat(notes.steps(QUEUE, id)).extracting(StoredStep::result).containsExactly("2", "3");
		finish(Outcome.success(job, null));
	}

	@Test
	void dueJobsArePromoted() {
		NewJob job = TestJobs.job(TestJobs.id(QUEUE), QUEUE, "1", 0, 20);
		this.store.intake().insert(List.of(job));
		fill();
		Awaitility.await().until(() -> this.store.maintenance().promote(QUEUE, 10) == 1);
		assertThat(claim().id()).isEqualTo(job.id());
	}

	@Test
	void waitingAndRunningJobsAreCancelled() {
		insert();
		JobId running = claim().id();
		JobId waiting = insert();
		fill();
		assertThat(this.store.actions().cancel(running)).isEqualTo(JobStatus.STARTED);
		assertThat(this.store.actions().cancel(waiting)).isEqualTo(JobStatus.QUEUED);
		assertThat(size(JobStatus.CANCELLED)).isEqualTo(2);
	}

	@Test
	void lostJobsAreTakenBackAndPoisoned() {
		JobId id = insert();
		fill();
		for (int loss = 1; loss <= 2; loss++) {
			this.store.feed().claim(new ClaimRequest(QUEUE, "w", 1, Duration.ofMillis(10)));
			Awaitility.await().until(() -> this.store.maintenance().reclaim(QUEUE, 2, 10).total() == 1);
		}
		assertThat(info(id)).returns(JobStatus.FAILED, JobInfo::status).returns(2, (info) -> info.history().size());
	}

	@Test
	void endedJobsArePrunedDeletedAndRequeued() {
		List<JobId> ids = List.of(insert(), insert(), insert());
		ids.forEach((id) -> finish(Outcome.end(claim(), JobStatus.FAILED, ERROR)));
		fill();
		assertThat(this.store.maintenance()
			.prune(QUEUE, Map.of(JobStatus.FAILED, new StatusRetention(Duration.ofDays(1), 2)), 10)
			.deleted()).isEqualTo(1);
		assertThat(this.store.actions().delete(ids.get(1))).isEqualTo(JobStatus.FAILED);
		assertThat(this.store.actions().requeue(ids.get(2))).isEqualTo(JobStatus.FAILED);
		assertThat(claim().id()).isEqualTo(ids.get(2));
	}

	@Test
	void workersRenewAndLeave() {
		JobId id = insert();
		claim();
		fill();
		WorkerIdentity worker = new WorkerIdentity("w", "host", 1, Instant.EPOCH);
		RenewRequest.Container container = TestRenewals.container(QUEUE, 1, Map.of(id, 1),
				Map.of(id, new JobProgress(0.5, null)));
		this.store.feed().renew(new RenewRequest(worker, Duration.ofMinutes(1), List.of(container)));
		assertThat(info(id).progress()).isEqualTo(0.5);
		assertThat(this.store.queries().workers()).hasSize(1);
		this.store.feed().leave("w", List.of(QUEUE));
		assertThat(this.store.queries().workers()).isEmpty();
	}

	@Test
	void jobThatMovesDoesNotHoldUpTheOthers() {
		insert();
		insert();
		List<ClaimedJob> jobs = List.of(claim(), claim());
		fill();
		List<Outcome> outcomes = List.of(Outcome.retry(jobs.get(0), Duration.ZERO, null).withQueue("other"),
				Outcome.success(jobs.get(1), null));
		assertThat(this.store.feed().finish(QUEUE, "w", outcomes)).containsOnly(FinishResult.APPLIED);
		makeRoomAgain();
		this.store.maintenance().reclaim(QUEUE, 5, 10);
		assertThat(info(jobs.get(0).id()).queue()).isEqualTo("other");
	}

	@Test
	void jobsUnderLimitsGoOnThroughTheirLanes() {
		limit("tenant", 1);
		List<JobId> acme = List.of(insertUnder("tenant=acme"), insertUnder("tenant=acme"));
		List<JobId> beta = List.of(insertUnder("tenant=beta"), insertUnder("tenant=beta"));
		fill();
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> insertUnder("tenant=acme"));
		// The second claim parks both lanes.
		List<ClaimedJob> first = claim(10);
		assertThat(first).extracting(ClaimedJob::id).containsExactlyInAnyOrder(acme.get(0), beta.get(0));
		assertThat(claim(10)).isEmpty();
		first.forEach((job) -> finish(Outcome.success(job, null)));
		List<ClaimedJob> second = claim(10);
		assertThat(second).extracting(ClaimedJob::id).containsExactlyInAnyOrder(acme.get(1), beta.get(1));
		finish(Outcome.retry(second.get(0), Duration.ZERO, ERROR));
		finish(Outcome.interrupted(second.get(1)));
		makeRoomAgain();
		JobId last = insertUnder("tenant=gamma");
		assertThat(claim(10)).extracting(ClaimedJob::id)
			.containsExactlyInAnyOrder(second.get(0).id(), second.get(1).id(), last);
	}

	@Test
	void jobThatAWorkerPutsUnderOtherLimitsWaitsThere() {
		limit("task:send", 1);
		List<JobId> ids = List.of(insertUnder("tenant=acme"), insertUnder("tenant=beta"));
		fill();
		List<ClaimedJob> jobs = claim(10);
		jobs.forEach((job) -> finish(Outcome.park(job, List.of("task:send", job.limits().get(0)))));
		List<ClaimedJob> one = claim(10);
		assertThat(one).hasSize(1);
		finish(Outcome.success(one.get(0), null));
		List<ClaimedJob> other = claim(10);
		assertThat(List.of(one.get(0).id(), other.get(0).id())).containsExactlyInAnyOrderElementsOf(ids);
	}

	private void limit(String name, int maxRunning) {
		this.store.part(QueueRulesStore.class)
			.update(QUEUE, (rules) -> rules.withOperatorLimit(name, Limit.ofMaxRunning(maxRunning)));
	}

	private JobId insertUnder(String limit) {
		NewJob job = TestJobs.job(QUEUE, "1").withTraits(JobTraits.NONE.withLimits(List.of(limit)));
		this.store.intake().insert(List.of(job));
		return job.id();
	}

	private List<ClaimedJob> claim(int limit) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, "w", limit, Duration.ofMinutes(1))).jobs();
	}

	private void makeRoomAgain() {
		limit("0");
	}

	private static void fill() {
		limit("1");
	}

	private static void limit(String bytes) {
		try (RedisConnection connection = redis.connectionFactory().getConnection()) {
			connection.serverCommands().setConfig("maxmemory", bytes);
		}
	}

	private JobId insert() {
		NewJob job = TestJobs.job(QUEUE, "1");
		this.store.intake().insert(List.of(job));
		return job.id();
	}

	private ClaimedJob claim() {
		List<ClaimedJob> jobs = claim(this.store);
		assertThat(jobs).hasSize(1);
		return jobs.get(0);
	}

	private static List<ClaimedJob> claim(StoreBackend store) {
		return store.feed().claim(new ClaimRequest(QUEUE, "w", 1, Duration.ofMinutes(1))).jobs();
	}

	private void finish(Outcome outcome) {
		assertThat(this.store.feed().finish(QUEUE, "w", List.of(outcome))).containsExactly(FinishResult.APPLIED);
	}

	private JobInfo info(JobId id) {
		return this.store.queries().find(List.of(id)).get(id);
	}

	private long size(JobStatus status) {
		return this.store.queries().queue(QUEUE).size(status);
	}

}
