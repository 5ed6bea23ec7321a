package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Properties;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestRedis;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * Prints what an insert and a drain of many small jobs cost; run by hand.
 */
final class RedisSpeedCheck {

	private static final int JOBS = 100_000;

	private static final String PAYLOAD = "{\"user\":123456,\"template\":\"welcome\"}";

	private RedisSpeedCheck() {
	}

	public static void main(String[] arguments) {
		TestRedis redis = TestRedis.shared();
		for (int round = 0; round < 4; round++) {
			StoreBackend store = new RedisStoreBackend(redis.connectionFactory(), TestRedis.namespace());
			List<NewJob> jobs = TestJobs.jobs("speed", JOBS, PAYLOAD);
			try (RedisConnection connection = redis.connectionFactory().getConnection()) {
				connection.serverCommands().flushAll();
				long before = memory(connection);
				double insert = seconds(() -> store.intake().insert(jobs));
				long bytes = (memory(connection) - before) / JOBS;
				connection.serverCommands().resetConfigStats();
				double drain = seconds(() -> drain(store));
				System.out.printf("insert %,.0f/s, drain %,.0f/s, %d bytes a waiting job, %.3f calls a drained job%n",
						JOBS / insert, JOBS / drain, bytes, calls(connection));
				if (round == 3) {
					System.out.println(connection.serverCommands().info("commandstats"));
				}
			}
		}
		System.exit(0);
	}

	private static void drain(StoreBackend store) {
		while (true) {
			List<ClaimedJob> jobs = store.feed()
				.claim(new ClaimRequest("speed", "worker", 100, Duration.ofSeconds(30)))
				.jobs();
			if (jobs.isEmpty()) {
				return;
			}
			store.feed().finish("speed", "worker", jobs.stream().map((job) -> Outcome.success(job, null)).toList());
		}
	}

	private static double seconds(Runnable work) {
		long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / 1e9;
	}

	private static long memory(RedisConnection connection) {
		return Long.parseLong(connection.serverCommands().info("memory").getProperty("used_memory"));
	}

	private static double calls(RedisConnection connection) {
		Properties stats = connection.serverCommands().info("commandstats");
		return stats.values()
			.stream()
			.mapToLong((line) -> Long.parseLong(line.toString().replaceFirst("calls=(\\d+),.*", "$1")))
			.sum() / (double) JOBS;
	}

}
