package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.testsupport.TcpProxy;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
@Tag("process")
class RedisReconnectTests implements QueueSignal.Listener {

	private final TestRedis redis = TestRedis.start();

	private final StoreBackend store = new RedisStoreBackend(this.redis.connectionFactory(), "reconnect");

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	@AfterEach
	void close() {
		this.redis.close();
	}

	@Test
	void subscriptionResumesAfterARestart() {
		try (QueueSignal.Subscription subscription = this.store.signal().subscribe("w", this)) {
			assertThat(this.received).isEmpty();
			this.redis.stop();
			this.redis.startAgain();
			awaitSignal("resumed");
			this.store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(1)));
			this.store.intake().insert(TestJobs.jobs("q", 1, "1"));
			awaitSignal("q");
			assertThat(subscription).isNotNull();
		}
	}

	@Test
	void outageIsLoggedByWhoeverUsesTheStore(CapturedOutput output) {
		this.store.intake().insert(TestJobs.jobs("q", 1, "1"));
		try (QueueSignal.Subscription subscription = this.store.signal().subscribe("w", this)) {
			String before = output.toString();
			this.redis.stop();
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(StoreUnavailableException.class)
					.isThrownBy(() -> this.store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(1))));
				assertThatExceptionOfType(StoreUnavailableException.class)
					.isThrownBy(() -> this.store.maintenance().reclaim("q", 5, 10));
			}
			this.redis.startAgain();
			awaitSignal("resumed");
			assertThat(subscription).isNotNull();
			String after = output.toString().substring(before.length());
			assertThat(after.lines()).noneMatch(
					(line) -> line.matches(".*\\b(INFO|WARN|ERROR)\\b.*\\bio\\.jobqueue\\.store\\b.*|.*\\bERROR\\b.*"));
			assertThat(linesWithStackTrace(after)).noneMatch((line) -> line.matches(".*\\b(INFO|WARN)\\b.*"));
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
			deaf.intake().insert(TestJobs.jobs("q", 1, "1"));
			proxy.halfOpen();
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> deaf.intake().insert(TestJobs.jobs("q", 1, "1")));
			assertThat(deaf.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(1))).jobs()).hasSize(1);
			factory.destroy();
		}
	}

	@Test
	void commandsThatAReplacedConnectionCancelsMayBeRepeated() {
		try (TcpProxy proxy = TcpProxy.to(this.redis.port())) {
			LettuceConnectionFactory factory = connect(proxy.port(), Duration.ofSeconds(1));
			StoreBackend deaf = new RedisStoreBackend(factory, "reconnect");
			deaf.intake().insert(TestJobs.jobs("q", 1, "1"));
			proxy.halfOpen();
			List<CompletableFuture<?>> calls = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				String queue = "q" + i;
				calls.add(CompletableFuture.runAsync(
						() -> deaf.feed().claim(new ClaimRequest(queue, "w", 1, Duration.ofMinutes(1))),
						CompletableFuture.delayedExecutor(50 * i, TimeUnit.MILLISECONDS,
								Executors.newCachedThreadPool())));
			}
			for (CompletableFuture<?> call : calls) {
				assertThat(call.handle((done, failure) -> failure).join()).satisfiesAnyOf(
						(failure) -> assertThat(failure).isNull(),
						(failure) -> assertThat(failure).hasCauseInstanceOf(StoreUnavailableException.class));
			}
			factory.destroy();
		}
	}

	/** The lines of the log that are followed by a stack trace. */
	private static List<String> linesWithStackTrace(String log) {
		List<String> lines = new ArrayList<>();
		String line = "";
		for (String each : log.lines().toList()) {
			if (each.matches("\\d\\d:\\d\\d:\\d\\d.*")) {
				line = each;
			}
			else if (each.startsWith("\tat ")) {
				lines.add(line);
			}
		}
		return lines;
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
		this.received.add(queue);
	}

	@Override
	public void jobCancelled(JobId id) {
		this.received.add("cancelled " + id);
	}

	@Override
	public void requested() {
	}

	@Override
	public void resumed() {
		this.received.add("resumed");
	}

	private void awaitSignal(String signal) {
		Awaitility.await().untilAsserted(() -> assertThat(this.received).contains(signal));
	}

}
