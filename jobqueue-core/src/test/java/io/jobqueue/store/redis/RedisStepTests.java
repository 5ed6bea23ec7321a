package io.jobqueue.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobBefore;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRenewals;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A job changes between the look at it and the step that was decided by that.
 */
@Tag("process")
class RedisStepTests extends MoveScene {

	private static final JobError ERROR = new JobError("a.B", "why", null);

	private final NewJob job = TestJobs.job("a", "1");

	@BeforeEach
	void insert() {
		this.store.intake().insert(List.of(this.job));
	}

	@Test
	void jobThatIsClaimedMeanwhileIsCancelledAsARunningOne() {
		StoreBackend operator = stalledBefore("STEP", () -> claim("a"));
		assertThat(operator.actions().cancel(this.job.id())).isEqualTo(JobStatus.STARTED);
		assertThat(find(this.job.id()).status()).isEqualTo(JobStatus.CANCELLED);
		assertThat(find(this.job.id()).history()).extracting(JobAttempt::outcome).containsExactly(JobStatus.CANCELLED);
		assertSizes(0, 1);
	}

	@Test
	void scheduledJobThatFallsDueMeanwhileIsCancelledOnce() {
		NewJob later = TestJobs.job(TestJobs.id("a"), "a", "1", 0, 20);
		this.store.intake().insert(List.of(later));
		StoreBackend operator = stalledBefore("STEP",
				() -> Awaitility.await().until(() -> this.store.maintenance().promote("a", 10) == 1));
		assertThat(operator.actions().cancel(later.id())).isEqualTo(JobStatus.QUEUED);
		assertSizes(1, 1);
	}

	@Test
	void jobThatIsRequeuedMeanwhileIsRequeuedOnce() {
		finish("a", Outcome.end(claim("a"), JobStatus.FAILED, ERROR));
		StoreBackend operator = stalledBefore("STEP", () -> this.store.actions().requeue(this.job.id()));
		assertThat(operator.actions().requeue(this.job.id())).isEqualTo(JobStatus.QUEUED);
		assertThat(this.store.queries().failures()).isEmpty();
		assertSizes(1, 0);
	}

	@Test
	void outcomeOfAJobThatIsCancelledMeanwhileIsStale() {
		ClaimedJob claimed = claim("a");
		StoreBackend worker = stalledBefore("STEP", () -> this.store.actions().cancel(this.job.id()));
		assertThat(worker.feed().finish("a", "w", List.of(Outcome.end(claimed, JobStatus.FAILED, ERROR))))
			.containsExactly(FinishResult.STALE);
		assertThat(find(this.job.id())).returns(JobStatus.CANCELLED, JobInfo::status).returns(null, JobInfo::error);
		assertSizes(0, 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "STEP", "CLAIM" })
	void progressThatIsStoredMeanwhileIsKept(String script) {
		ClaimedJob claimed = claim("a");
		StoreBackend worker = stalledBefore(script, () -> renew(claimed));
		List<Outcome> outcomes = List.of(Outcome.end(claimed, JobStatus.FAILED, ERROR));
		List<FinishResult> results = script.equals("STEP") ? worker.feed().finish("a", "w", outcomes)
				: worker.feed().exchange(new ClaimRequest("a", "w", 1, LEASE), outcomes).finished();
		assertThat(results).containsExactly(FinishResult.APPLIED);
		assertThat(find(this.job.id())).returns(JobStatus.FAILED, JobInfo::status).returns(0.5, JobInfo::progress);
	}

	@Test
	void jobOfAWorkerThatRenewsItsLeaseMeanwhileIsNotTakenBack() {
		ClaimedJob claimed = this.store.feed().claim(new ClaimRequest("a", "w", 1, Duration.ofMillis(1))).jobs().get(0);
		StoreBackend other = stalledBefore("STEP", () -> renew(claimed));
		Awaitility.await().until(() -> {
			assertThat(other.maintenance().reclaim("a", 5, 100).total()).isZero();
			return find(this.job.id()).progress() == 0.5;
		});
		assertThat(finish("a", Outcome.success(claimed, null))).isEqualTo(FinishResult.APPLIED);
	}

	@Test
	void outcomeWhoseStepIsSentTwiceIsAppliedOnce() {
		Outcome retry = Outcome.retry(claim("a"), Duration.ZERO, ERROR);
		StoreBackend again = stalledBefore("STEP", () -> finish("a", retry));
		assertThat(again.feed().finish("a", "w", List.of(retry))).containsExactly(FinishResult.ALREADY_APPLIED);
		assertThat(find(this.job.id()).history()).hasSize(1);
	}

	@Test
	void jobThatIsChangedInEachRoundHoldsUpNoOther() {
		ClaimedJob claimed = claim("a");
		List<NewJob> others = TestJobs.jobs("a", 2, "1");
		this.store.intake().insert(others);
		StoreBackend operator = busy(claimed);
		List<JobId> ids = List.of(others.get(0).id(), claimed.id(), others.get(1).id());
		Map<JobId, JobBefore> before = operator.actions().act(JobAction.CANCEL, ids, EnumSet.allOf(JobStatus.class));
		assertThat(before).containsOnlyKeys(others.get(0).id(), others.get(1).id());
		assertSizes(0, 2, 1);
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> operator.actions().cancel(claimed.id()))
			.withMessageContaining(claimed.id().value());
	}

	@Test
	void jobThatIsChangedInEachRoundDoesNotBlockThoseOfItsLostWorker() {
		NewJob other = TestJobs.job("a", "1");
		this.store.intake().insert(List.of(other));
		List<ClaimedJob> jobs = this.store.feed().claim(new ClaimRequest("a", "w", 2, Duration.ofMillis(1))).jobs();
		StoreBackend maintainer = busy(jobs.get(0));
		Awaitility.await().until(() -> maintainer.maintenance().reclaim("a", 5, 100).requeued() == 1);
		assertThat(find(other.id())).returns(JobStatus.QUEUED, JobInfo::status);
		assertThat(find(this.job.id())).returns(JobStatus.STARTED, JobInfo::status);
		assertThat(this.store.maintenance().reclaim("a", 5, 100).requeued()).isEqualTo(1);
	}

	/** Its view of one job is out of date before each step. */
	private StoreBackend busy(ClaimedJob claimed) {
		AtomicInteger count = new AtomicInteger();
		return new RedisStoreBackend(ScriptSteps.before(TestRedis.shared().connectionFactory(), (script) -> {
			if (script.equals("STEP")) {
				String state = String.join(String.valueOf(RedisText.UNIT), "S", "1", "w", "1", "1", "0", "0", "1", "q",
						"z=" + count.incrementAndGet());
				try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
					connection.hashCommands()
						.hSet(new QueueKeys(this.namespace, "a").of(Key.STATE), RedisText.bytes(claimed.id()),
								RedisText.bytes(state));
				}
			}
		}), this.namespace);
	}

	private void renew(ClaimedJob claimed) {
		this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity("w", "host", 1, Instant.EPOCH), LEASE, List.of(TestRenewals
				.container("a", 1, Map.of(claimed.id(), 1), Map.of(claimed.id(), new JobProgress(0.5, null))))));
	}

	private void assertSizes(long queued, long cancelled) {
		assertSizes(queued, cancelled, 0);
	}

	private void assertSizes(long queued, long cancelled, long started) {
		Map<JobStatus, Long> sizes = this.store.queries().queue("a").sizes();
		assertThat(sizes).containsEntry(JobStatus.QUEUED, queued)
			.containsEntry(JobStatus.CANCELLED, cancelled)
			.containsEntry(JobStatus.STARTED, started);
	}

}
