package io.jobqueue.idle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.SentCommands;
import io.jobqueue.testsupport.TestRedis;

import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An idle container with default settings sends at most one command a second. The full
 * form looks on for so long that all duties of maintenance have their turn.
 */
@Tag("bad-day")
class IdleCostTests {

	private static final Duration TIME = Duration
		.ofSeconds("full".equals(System.getProperty("bad-days.form")) ? 150 : 10);

	/**
	 * What comes once a minute may all fall into a short time, but not into a long one.
	 */
	private static final int RARE = (TIME.toMinutes() < 1) ? 4 : 0;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<IdleApplication> applications = new ArrayList<>();

	@AfterEach
	void close() {
		this.applications.parallelStream().forEach(IdleApplication::close);
		this.executor.shutdownNow();
	}

	@Test
	void idleContainerSendsAtMostOneCommandASecond() {
		try (TestRedis redis = TestRedis.start()) {
			assertThat(sent(redis, 1)).isBetween(1, (int) TIME.toSeconds() + RARE);
		}
	}

	@Test
	void twoHundredIdleContainersLeaveRedisIdle() {
		try (TestRedis redis = TestRedis.start()) {
			assertThat(sent(redis, 200)).isBetween(200, 200 * (int) TIME.toSeconds());
		}
	}

	/**
	 * The number of commands that a number of applications send once they have settled.
	 */
	private int sent(TestRedis redis, int count) {
		StoreBackend store = new RedisStoreBackend(redis.connectionFactory(), "idle");
		for (int i = 0; i < count; i++) {
			this.applications.add(IdleApplication.start("w" + i, "q" + i % 4, store, this.executor));
		}
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> store.queries().workers().stream().mapToInt((worker) -> worker.containers().size()).sum(),
					(known) -> known == count);
		// The first claims and renewals are made.
		pass(Duration.ofSeconds(3));
		try (SentCommands commands = SentCommands.to(redis)) {
			double cpuBefore = cpuSeconds(redis);
			pass(TIME);
			// At once: the containers go on.
			Map<String, Integer> counts = commands.counts();
			counts.remove("info");
			System.out.printf("%d idle containers in %s: %s, %.2f s CPU of Redis%n", count, TIME, counts,
					cpuSeconds(redis) - cpuBefore);
			return counts.values().stream().mapToInt(Integer::intValue).sum();
		}
		finally {
			this.applications.parallelStream().forEach(IdleApplication::close);
			this.applications.clear();
		}
	}

	private static void pass(Duration time) {
		Awaitility.await().atMost(time.plusSeconds(30)).pollDelay(time).until(() -> true);
	}

	private static double cpuSeconds(TestRedis redis) {
		try (RedisConnection connection = redis.connectionFactory().getConnection()) {
			return connection.serverCommands()
				.info("cpu")
				.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().equals("used_cpu_user") || entry.getKey().equals("used_cpu_sys"))
				.mapToDouble((entry) -> Double.parseDouble(entry.getValue().toString()))
				.sum();
		}
	}

}
