package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.jobqueue.JobId;
import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreUnavailableException;
import io.jobqueue.testsupport.TcpProxy;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedisReconnectTests implements QueueSignal.Listener {

	private final TestRedis redis = TestRedis.start();

	private final StoreBackend store = new RedisStoreBackend(this.redis.connectionFactory(), "reconnect");

	private final Queue<String> heard = new ConcurrentLinkedQueue<>();

	@AfterEach
	void close() {
		this.redis.close();
	}

	@Test
	void subscriptionResumesAfterARestart() {
		try (QueueSignal.Subscription subscription = this.store.signal().subscribe("w", this)) {
			assertThat(this.heard).isEmpty();
			this.redis.stop();
			this.redis.startAgain();
			awaitHeard("resumed");
			this.store.jobs().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(1)));
			this.store.jobs().insert(TestJobs.jobs("q", 1, "1"));
			awaitHeard("q");
			assertThat(subscription).isNotNull();
		}
	}

	@Test
	void subscribeTellsThatRedisIsAwayAndMayBeRepeated() {
		this.redis.stop();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.store.signal().subscribe("w", this));
		this.redis.startAgain();
		Awaitility.await().ignoreExceptions().until(() -> {
			this.store.signal().subscribe("w", this).close();
			return true;
		});
	}

	@Test
	void connectionThatNobodyAnswersIsReplaced() {
		try (TcpProxy proxy = TcpProxy.to(this.redis.port())) {
			LettuceConnectionFactory factory = connect(proxy.port(), Duration.ofSeconds(2));
			StoreBackend deaf = new RedisStoreBackend(factory, "reconnect");
			deaf.jobs().insert(TestJobs.jobs("q", 1, "1"));
			proxy.halfOpen();
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> deaf.jobs().insert(TestJobs.jobs("q", 1, "1")));
			assertThat(deaf.jobs().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(1))).jobs()).hasSize(1);
			factory.destroy();
		}
	}

	private static LettuceConnectionFactory connect(int port, Duration timeout) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", port),
				LettuceClientConfiguration.builder().commandTimeout(timeout).shutdownTimeout(Duration.ZERO).build());
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	@Override
	public void queueReady(String queue) {
		this.heard.add(queue);
	}

	@Override
	public void jobCancelled(JobId id) {
		this.heard.add("cancelled " + id);
	}

	@Override
	public void resumed() {
		this.heard.add("resumed");
	}

	private void awaitHeard(String signal) {
		Awaitility.await().untilAsserted(() -> assertThat(this.heard).contains(signal));
	}

}
