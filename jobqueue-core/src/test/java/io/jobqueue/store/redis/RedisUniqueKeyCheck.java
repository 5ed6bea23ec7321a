package io.jobqueue.store.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.UniqueKey;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.testsupport.TestRedis;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * Prints what insert, claim and finish of plain jobs and of jobs with unique keys cost
 * Redis, in turns; run by hand.
 */
final class RedisUniqueKeyCheck {

	private static final int JOBS = 20_000;

	private static final int ROUNDS = 7;

	private static final String PAYLOAD = "{\"user\":123456,\"template\":\"welcome\"}";

	private RedisUniqueKeyCheck() {
	}

	public static void main(String[] arguments) {
		double[] plain = new double[ROUNDS];
		double[] done = new double[ROUNDS];
		double[] started = new double[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			plain[round] = micros(null);
			done[round] = micros(UniqueKey.ofPayload());
			started[round] = micros(UniqueKey.ofPayload().untilStarted());
		}
		System.out.printf(
				"CPU of Redis, us a job, minimum and median of %d rounds: plain %s, until done %s, until started %s%n",
				ROUNDS, text(plain), text(done), text(started));
		System.exit(0);
	}

	private static String text(double[] micros) {
		double[] sorted = micros.clone();
		Arrays.sort(sorted);
		return "%.1f and %.1f".formatted(sorted[0], sorted[ROUNDS / 2]);
	}

	private static double micros(UniqueKey key) {
		TestRedis redis = TestRedis.shared();
		try (RedisConnection connection = redis.connectionFactory().getConnection()) {
			connection.serverCommands().flushAll();
			StoreBackend store = new RedisStoreBackend(redis.connectionFactory(), TestRedis.namespace());
			List<NewJob> plain = TestJobs.jobs("speed", JOBS, PAYLOAD);
			List<NewJob> jobs = (key == null) ? plain
					: IntStream.range(0, JOBS)
						.mapToObj(
								(i) -> plain.get(i).withTraits(JobTraits.of(UniqueTrait.of(key, "send", "order " + i))))
						.toList();
			double before = cpu(connection);
			store.intake().insert(jobs);
			drain(store);
			return (cpu(connection) - before) * 1e6 / JOBS;
		}
	}

	private static double cpu(RedisConnection connection) {
		var info = connection.serverCommands().info("cpu");
		return Double.parseDouble(info.getProperty("used_cpu_user"))
				+ Double.parseDouble(info.getProperty("used_cpu_sys"));
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

}
