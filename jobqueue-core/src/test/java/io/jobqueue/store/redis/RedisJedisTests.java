package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that blocks the thread that subscribes.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("process")
class RedisJedisTests implements QueueSignal.Listener {

	private static final Duration LEASE = Duration.ofMinutes(1);

	private final TestRedis redis = TestRedis.start();

	private final JedisConnectionFactory factory = new JedisConnectionFactory(
			new RedisStandaloneConfiguration(this.redis.host(), this.redis.port()));

	private final StoreBackend store = new RedisStoreBackend(this.factory, "jedis");

	private final Queue<String> heard = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void connect() {
		this.factory.afterPropertiesSet();
		this.factory.start();
	}

	@AfterEach
	void close() {
		this.factory.destroy();
		this.redis.close();
	}

	@Test
	void workerIsSignalledAndItsSubscriptionEnds() {
		try (QueueSignal.Subscription subscription = this.store.signal().subscribe("w", this)) {
			assertThat(subscription).isNotNull();
			assertThat(claim()).isEmpty();
			NewJob job = TestJobs.job("q", "1");
			this.store.intake().insert(List.of(job));
			awaitHeard("q");
			ClaimedJob claimed = claim().get(0);
			this.store.actions().cancel(job.id());
			awaitHeard(job.id().value());
			assertThat(this.store.feed().finish("q", "w", List.of(Outcome.success(claimed, null))))
				.containsExactly(FinishResult.STALE);
			assertThat(this.store.queries().find(List.of(job.id())).get(job.id()).status())
				.isEqualTo(JobStatus.CANCELLED);
		}
		Awaitility.await().until(() -> subscriptionThreads() == 0);
	}

	@Test
	void subscriptionResumesAfterARestart() {
		try (QueueSignal.Subscription subscription = this.store.signal().subscribe("w", this)) {
			assertThat(subscription).isNotNull();
			this.redis.stop();
			this.redis.startAgain();
			awaitHeard("resumed");
			Awaitility.await().ignoreExceptions().until(() -> claim().isEmpty());
			this.store.intake().insert(TestJobs.jobs("q", 1, "1"));
			awaitHeard("q");
		}
	}

	private List<ClaimedJob> claim() {
		return this.store.feed().claim(new ClaimRequest("q", "w", 1, LEASE)).jobs();
	}

	private static long subscriptionThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("jobqueue-signals-"))
			.count();
	}

	private void awaitHeard(String text) {
		Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> this.heard.contains(text));
	}

	@Override
	public void queueReady(String queue) {
		this.heard.add(queue);
	}

	@Override
	public void jobCancelled(JobId id) {
		this.heard.add(id.value());
	}

	@Override
	public void requested() {
	}

	@Override
	public void resumed() {
		this.heard.add("resumed");
	}

}
