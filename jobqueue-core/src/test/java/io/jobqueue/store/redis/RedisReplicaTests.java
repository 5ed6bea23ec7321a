package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Properties;

import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestRedis;
import io.lettuce.core.ReadFrom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that reads from a replica which knows nothing yet.
 */
@Tag("process")
class RedisReplicaTests {

	private static final Duration LEASE = Duration.ofMinutes(5);

	private final TestRedis master = TestRedis.start();

	private final TestRedis replica = TestRedis.start("replicaof 127.0.0.1 " + this.master.port());

	private final LettuceConnectionFactory factory = factory();

	private final StoreBackend store = new RedisStoreBackend(this.factory, "replica");

	@BeforeEach
	void cutReplica() {
		try (RedisConnection connection = this.replica.connectionFactory().getConnection()) {
			Awaitility.await().until(() -> {
				Properties info = connection.serverCommands().info("replication");
				return info != null && "up".equals(info.getProperty("master_link_status"));
			});
			this.factory.start();
			try (RedisConnection both = this.factory.getConnection()) {
				both.keyCommands().exists(new byte[1]);
			}
			connection.serverCommands().replicaOfNoOne();
		}
	}

	@AfterEach
	void close() {
		this.factory.destroy();
		this.replica.close();
		this.master.close();
	}

	@Test
	void plainReadIsAnsweredByTheReplica() {
		this.store.intake().insert(TestJobs.jobs("q", 1, "1"));
		assertThat(this.store.queries().queues()).isEmpty();
	}

	@Test
	void largeRecordsAreClaimedAndFound() {
		String large = "\"" + "x".repeat(50_000) + "\"";
		NewJob job = TestJobs.job("q", large);
		this.store.intake().insert(List.of(job));
		assertThat(find(job)).returns(large, JobInfo::payload);
		assertThat(claim("q")).returns(large, ClaimedJob::payload);
	}

	@Test
	void jobsMoveAndAreFollowed() {
		NewJob job = TestJobs.job("q", "1");
		this.store.intake().insert(List.of(job));
		assertThat(move("q", "other")).isEqualTo(FinishResult.APPLIED);
		assertThat(find(job)).returns("other", JobInfo::queue);
		assertThat(move("other", "third")).isEqualTo(FinishResult.APPLIED);
		assertThat(find(job)).returns("third", JobInfo::queue);
		assertThat(this.store.actions().cancel(job.id())).isEqualTo(JobStatus.QUEUED);
		assertThat(this.store.actions().delete(job.id())).isEqualTo(JobStatus.CANCELLED);
	}

	@Test
	void lostJobsAreTakenBack() {
		NewJob job = TestJobs.job("q", "1");
		this.store.intake().insert(List.of(job));
		assertThat(this.store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ZERO)).jobs()).hasSize(1);
		Awaitility.await().until(() -> this.store.maintenance().reclaim("q", 1, 10).poisoned().size() == 1);
		assertThat(find(job)).returns(JobStatus.FAILED, JobInfo::status);
	}

	private FinishResult move(String from, String to) {
		return this.store.feed()
			.finish(from, "w", List.of(Outcome.retry(claim(from), Duration.ZERO, null).withQueue(to)))
			.get(0);
	}

	private ClaimedJob claim(String queue) {
		return this.store.feed().claim(new ClaimRequest(queue, "w", 1, LEASE)).jobs().get(0);
	}

	private JobInfo find(NewJob job) {
		return this.store.queries().find(List.of(job.id())).get(job.id());
	}

	private LettuceConnectionFactory factory() {
		RedisStaticMasterReplicaConfiguration nodes = new RedisStaticMasterReplicaConfiguration("127.0.0.1",
				this.master.port());
		nodes.addNode("127.0.0.1", this.replica.port());
		LettuceConnectionFactory made = new LettuceConnectionFactory(nodes,
				LettuceClientConfiguration.builder()
					.readFrom(ReadFrom.REPLICA_PREFERRED)
					.shutdownTimeout(Duration.ZERO)
					.build());
		made.afterPropertiesSet();
		return made;
	}

}
