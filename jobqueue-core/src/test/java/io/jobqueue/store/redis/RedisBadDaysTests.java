package io.jobqueue.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jobqueue.JobInfo;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.store.redis.move.QueueMoves;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRenewals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Redis does on bad days, and what its store makes of it.
 */
@Tag("process")
class RedisBadDaysTests {

	private static final String QUEUE = "q";

	private static final String LARGE = "\"" + "ü".repeat(100_000) + "\"";

	private final String namespace = TestRedis.namespace();

	private final StoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(), this.namespace);

	@Test
	void scriptsAreSentAgainWhenTheServerForgotThem() {
		this.store.intake().insert(TestJobs.jobs(QUEUE, 1, "1"));
		run((connection) -> connection.scriptingCommands().scriptFlush());
		assertThat(claim(this.store, 10)).hasSize(1);
	}

	@Test
	void renewalNamesTheQueueThatFailsAndRenewsTheOthers() {
		NewJob job = TestJobs.job(QUEUE, "1");
		this.store.intake().insert(List.of(job));
		claim(this.store, 1);
		run((connection) -> connection.stringCommands()
			.set(new QueueKeys(this.namespace, "broken").of(Key.WORKERS), new byte[1]));
		RenewResult result = renew("broken", QUEUE);
		assertThat(result.failed()).containsOnlyKeys("broken");
		assertThat(result.unaccounted()).extracting(RenewResult.Held::id).containsExactly(job.id());
		assertThat(renew("broken", "fine").failed()).containsOnlyKeys("broken");
		assertThatExceptionOfType(JobQueueException.class).isThrownBy(() -> renew("broken"))
			.withMessageContaining("WRONGTYPE");
	}

	@Test
	void largePayloadComesBackAsItWas() {
		NewJob job = TestJobs.job(QUEUE, LARGE);
		assertThat(this.store.intake().insert(List.of(job))).containsExactly(InsertResult.INSERTED);
		assertThat(claim(this.store, 1)).extracting(ClaimedJob::payload).containsExactly(LARGE);
	}

	@Test
	void largeRecordDoesNotExpire() {
		NewJob job = TestJobs.job(QUEUE, LARGE);
		this.store.intake().insert(List.of(job));
		byte[] key = new QueueKeys(this.namespace, QUEUE).job(job.id());
		run((connection) -> assertThat(connection.keyCommands().ttl(key)).isEqualTo(-1));
	}

	@Test
	void repeatedInsertOfLargeJobChangesNothing() {
		NewJob job = TestJobs.job(QUEUE, LARGE);
		this.store.intake().insert(List.of(job));
		JobInfo before = find(job);
		assertThat(this.store.intake().insert(List.of(job))).containsExactly(InsertResult.ALREADY_THERE);
		assertThat(find(job)).isEqualTo(before);
	}

	@Test
	void repeatedInsertOfLargeJobThatHasMovedLeavesNothing() {
		NewJob job = TestJobs.job(QUEUE, LARGE);
		this.store.intake().insert(List.of(job));
		ClaimedJob claimed = claim(this.store, 1).get(0);
		Outcome moved = Outcome.retry(claimed, Duration.ZERO, null).withQueue("elsewhere");
		assertThat(this.store.feed().finish(QUEUE, "w", List.of(moved))).containsExactly(FinishResult.APPLIED);
		assertThat(this.store.intake().insert(List.of(job))).containsExactly(InsertResult.ALREADY_THERE);
		byte[] key = new QueueKeys(this.namespace, QUEUE).job(job.id());
		run((connection) -> assertThat(connection.keyCommands().exists(key)).isFalse());
		assertThat(find(job).payload()).isEqualTo(LARGE);
	}

	@Test
	void claimedJobWithoutRecordEndsFailed() {
		NewJob job = TestJobs.job(QUEUE, "1");
		this.store.intake().insert(List.of(job));
		run((connection) -> connection.hashCommands()
			.hDel(new QueueKeys(this.namespace, QUEUE).of(Key.RECORDS), RedisText.bytes(job.id())));
		assertThat(claim(this.store, 1)).isEmpty();
		assertThat(this.store.queries().queue(QUEUE).size(JobStatus.FAILED)).isEqualTo(1);
		assertThat(claim(this.store, 1)).isEmpty();
	}

	@Test
	void fullRedisRefusesInsertsAndDrains() {
		try (TestRedis redis = TestRedis.start("maxmemory 8mb", "maxmemory-policy noeviction")) {
			StoreBackend full = new RedisStoreBackend(redis.connectionFactory(), "full");
			String payload = "\"" + "x".repeat(1000) + "\"";
			assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> {
				for (int i = 0; i < 100; i++) {
					full.intake().insert(TestJobs.jobs(QUEUE, 500, payload));
				}
			}).withMessageContaining("full");
			long waiting = full.queries().queue(QUEUE).size(JobStatus.QUEUED);
			assertThat(waiting).isPositive();
			assertThat(drain(full)).isEqualTo(waiting);
		}
	}

	@Test
	void workGoesOnAfterRestart() {
		try (TestRedis redis = TestRedis.start()) {
			StoreBackend restarted = new RedisStoreBackend(redis.connectionFactory(), "restarted");
			restarted.intake().insert(TestJobs.jobs(QUEUE, 1, "1"));
			redis.stop();
			redis.startAgain();
			org.awaitility.Awaitility.await().ignoreExceptions().untilAsserted(() -> {
				restarted.intake().insert(TestJobs.jobs(QUEUE, 1, "1"));
				assertThat(claim(restarted, 10)).isNotEmpty();
			});
		}
	}

	@Test
	void absentRedisIsUnavailable() {
		TestRedis redis = TestRedis.start();
		StoreBackend absent = new RedisStoreBackend(redis.connectionFactory(), "absent");
		redis.stop();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> claim(absent, 1))
			.withMessageContaining("Redis");
		redis.connectionFactory().destroy();
	}

	@Test
	void retryInAnotherQueueKeepsTheId() {
		NewJob job = TestJobs.job(QUEUE, "1");
		this.store.intake().insert(List.of(job));
		Outcome moved = Outcome.retry(claim(this.store, 1).get(0), Duration.ZERO, null).withQueue("other");
		assertThat(finish(moved)).containsExactly(FinishResult.APPLIED);
		assertThat(finish(moved)).containsExactly(FinishResult.ALREADY_APPLIED);
		assertThat(find(job)).returns("other", JobInfo::queue).returns(JobStatus.QUEUED, JobInfo::status);
		assertThat(this.store.actions().cancel(job.id())).isEqualTo(JobStatus.QUEUED);
		assertThat(this.store.actions().delete(job.id())).isEqualTo(JobStatus.CANCELLED);
		assertThat(this.store.queries().find(List.of(job.id()))).isEmpty();
	}

	@Test
	void moveThatStoppedHalfWayIsCompletedByMaintenance() {
		NewJob job = TestJobs.job(QUEUE, "1");
		this.store.intake().insert(List.of(job));
		ClaimedJob claimed = claim(this.store, 1).get(0);
		noteMove(claimed);
		assertThat(find(job)).returns(QUEUE, JobInfo::queue).returns(JobStatus.RETRY, JobInfo::status);
		this.store.maintenance().reclaim(QUEUE, 5, 100);
		assertThat(find(job)).returns("other", JobInfo::queue).returns(1, JobInfo::attempts);
	}

	@Test
	void priorityIsKeptOnTheWayToAnotherQueueAndBack() {
		NewJob job = TestJobs.job(TestJobs.id(QUEUE), QUEUE, "1", 7, 0);
		this.store.intake().insert(List.of(job));
		finish(Outcome.retry(claim(this.store, 1).get(0), Duration.ZERO, null).withQueue("other"));
		ClaimedJob there = this.store.feed().claim(request("other", 1)).jobs().get(0);
		this.store.feed().finish("other", "w", List.of(Outcome.retry(there, Duration.ZERO, null).withQueue(QUEUE)));
		assertThat(claim(this.store, 1)).singleElement()
			.returns(7, ClaimedJob::priority)
			.returns(2, ClaimedJob::retries)
			.returns(2, (back) -> back.delivery() - 1);
	}

	private void noteMove(ClaimedJob job) {
		RedisAccess redis = new RedisAccess(TestRedis.shared().connectionFactory(), this.namespace);
		QueueMoves none = new QueueMoves(redis) {

			@Override
			public void complete(QueueKeys source, String id) {
				// The process dies here.
			}

		};
		new RedisFinishes(redis, none).finish(QUEUE, "w",
				List.of(Outcome.retry(job, Duration.ZERO, null).withQueue("other")));
	}

	private static int drain(StoreBackend store) {
		int drained = 0;
		while (true) {
			List<ClaimedJob> jobs = claim(store, 100);
			if (jobs.isEmpty()) {
				return drained;
			}
			List<Outcome> outcomes = new ArrayList<>();
			jobs.forEach((job) -> outcomes.add(Outcome.success(job, "\"done\"")));
			assertThat(store.feed().finish(QUEUE, "w", outcomes)).containsOnly(FinishResult.APPLIED);
			drained += jobs.size();
		}
	}

	private static List<ClaimedJob> claim(StoreBackend store, int limit) {
		return store.feed().claim(request(QUEUE, limit)).jobs();
	}

	private static ClaimRequest request(String queue, int limit) {
		return new ClaimRequest(queue, "w", limit, Duration.ofSeconds(30));
	}

	private List<FinishResult> finish(Outcome outcome) {
		return this.store.feed().finish(QUEUE, "w", List.of(outcome));
	}

	private RenewResult renew(String... queues) {
		WorkerIdentity worker = new WorkerIdentity("w", "host", 1, Instant.EPOCH);
		return this.store.feed()
			.renew(new RenewRequest(worker, Duration.ofSeconds(30),
					Stream.of(queues).map((queue) -> TestRenewals.container(queue, 1, Map.of())).toList()));
	}

	private JobInfo find(NewJob job) {
		Map<io.jobqueue.JobId, JobInfo> found = this.store.queries().find(List.of(job.id()));
		assertThat(found).containsKey(job.id());
		return found.get(job.id());
	}

	private void run(java.util.function.Consumer<RedisConnection> action) {
		try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
			action.accept(connection);
		}
	}

}
