package io.jobqueue.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.jobqueue.JobStatus;
import io.jobqueue.store.JobMaintenance.Pruned;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewRequest.Container;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRenewals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One queue whose keys are broken, beside one that is sound.
 */
@Tag("process")
class RedisIsolationTests {

	private final String namespace = TestRedis.namespace();

	private final StoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(), this.namespace);

	/** As another process has it. */
	private final StoreBackend other = new RedisStoreBackend(TestRedis.shared().connectionFactory(), this.namespace);

	@Test
	void brokenQueueDoesNotCostOthersTheirLeases() {
		NewJob job = TestJobs.job("sound", "1");
		this.store.intake().insert(List.of(job));
		ClaimedJob claimed = this.store.feed()
			.claim(new ClaimRequest("sound", "w", 1, Duration.ofMillis(50)))
			.jobs()
			.get(0);
		set("{" + this.namespace + ":broken}:info", "text");
		List<Container> containers = List.of(TestRenewals.container("broken", 1, Map.of()),
				TestRenewals.container("sound", 1, Map.of(claimed.id(), claimed.delivery()), Map.of()));
		RenewResult result = this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity("w", "host", 1, Instant.EPOCH), Duration.ofSeconds(30),
					containers));
		assertThat(result.failed()).containsOnlyKeys("broken");
		assertThat(result.lost()).isEmpty();
		assertThat(lease("w")).isGreaterThan(claimed.startedAt().plusSeconds(10).toEpochMilli());
	}

	@Test
	void movesThatCannotBeListedDoNotKeepLostJobs() {
		this.store.intake().insert(List.of(TestJobs.job("broken", "1")));
		this.store.feed().claim(new ClaimRequest("broken", "w", 1, Duration.ZERO));
		set("{" + this.namespace + ":broken}:moving", "text");
		assertThat(this.store.maintenance().reclaim("broken", 5, 10).requeued()).isEqualTo(1);
	}

	@Test
	void queueThatAnotherProcessForgotIsListedWithTheNextJob() {
		for (int round = 0; round < 3; round++) {
			this.store.intake().insert(List.of(TestJobs.job("q", "1")));
			assertThat(this.store.queries().queues()).containsExactly("q");
			workOff("q");
			assertThat(prune(this.other, "q").forgotten()).isTrue();
			assertThat(this.store.queries().queues()).isEmpty();
		}
	}

	@Test
	void jobThatIsInsertedWhileAnotherProcessForgetsItsQueueIsListed() {
		for (int round = 0; round < 200; round++) {
			this.store.intake().insert(List.of(TestJobs.job("q", "1")));
			workOff("q");
			CompletableFuture<Pruned> prune = CompletableFuture.supplyAsync(() -> prune(this.other, "q"));
			this.store.intake().insert(List.of(TestJobs.job("q", "1")));
			prune.join();
			assertThat(this.store.queries().queues()).as("round %d", round).containsExactly("q");
			workOff("q");
			prune(this.other, "q");
		}
	}

	private void workOff(String queue) {
		ClaimedJob job = this.store.feed().claim(new ClaimRequest(queue, "w", 1, Duration.ofSeconds(30))).jobs().get(0);
		this.store.feed().finish(queue, "w", List.of(Outcome.success(job, null)));
		this.store.feed().leave("w", List.of(queue));
	}

	private static Pruned prune(StoreBackend store, String queue) {
		return store.maintenance().prune(queue, Map.of(JobStatus.SUCCESS, new StatusRetention(Duration.ZERO, 0)), 100);
	}

	@Test
	void recordThatCannotBeReadEndsNoJobAndHarmsNoOther() {
		NewJob broken = TestJobs.job("q", "1");
		NewJob sound = TestJobs.job("q", "2");
		this.store.intake().insert(List.of(broken, sound));
		set("{" + this.namespace + ":q}:records", broken.id().value(), "garbage");
		assertThat(this.store.feed().claim(new ClaimRequest("q", "w", 2, Duration.ofSeconds(30))).jobs())
			.extracting(ClaimedJob::id)
			.containsExactly(broken.id(), sound.id());
		assertThat(this.store.queries().queue("q").size(JobStatus.FAILED)).isZero();
	}

	private double lease(String worker) {
		try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
			Double lease = connection.zSetCommands()
				.zScore(("{" + this.namespace + ":sound}:workers").getBytes(StandardCharsets.UTF_8),
						worker.getBytes(StandardCharsets.UTF_8));
			return (lease != null) ? lease : 0;
		}
	}

	private static void set(String key, String value) {
		try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.stringCommands()
				.set(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
		}
	}

	private static void set(String key, String field, String value) {
		try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.hashCommands()
				.hSet(key.getBytes(StandardCharsets.UTF_8), field.getBytes(StandardCharsets.UTF_8),
						value.getBytes(StandardCharsets.UTF_8));
		}
	}

}
