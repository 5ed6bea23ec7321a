package io.jobqueue.store.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.TestSchema;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestRedis;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * Prints what insert and delete of jobs without tags, with one and with eight cost Redis
 * in processor time and H2 in processor time of the calling thread, in turns; run by
 * hand. With an argument, jobs have no tags, so that it runs on an earlier release.
 */
final class TagCostCheck {

	private static final int JOBS = 20_000;

	private static final int CALL = 250;

	private static final int ROUNDS = 7;

	private static final String PAYLOAD = "{\"user\":123456,\"template\":\"welcome\"}";

	private TagCostCheck() {
	}

	public static void main(String[] arguments) {
		int[] tags = (arguments.length > 0) ? new int[] { 0 } : new int[] { 0, 1, 8 };
		try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
			print("Redis", tags, () -> {
				connection.serverCommands().flushAll();
				return new RedisStoreBackend(TestRedis.shared().connectionFactory(), TestRedis.namespace());
			}, () -> micros(connection.serverCommands().info("cpu")));
		}
		try (HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl("jdbc:h2:mem:tags");
			print("H2", tags, () -> TestSchema.create(dataSource).store(),
					() -> java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e3);
		}
		System.exit(0);
	}

	private static double micros(Properties info) {
		return 1e6 * (Double.parseDouble(info.getProperty("used_cpu_user"))
				+ Double.parseDouble(info.getProperty("used_cpu_sys")));
	}

	private static void print(String name, int[] tags, java.util.function.Supplier<StoreBackend> stores,
			java.util.function.DoubleSupplier clock) {
		double[][] inserts = new double[tags.length][ROUNDS];
		double[][] deletes = new double[tags.length][ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			for (int i = 0; i < tags.length; i++) {
				StoreBackend store = stores.get();
				List<NewJob> jobs = jobs(tags[i]);
				double start = clock.getAsDouble();
				for (int from = 0; from < JOBS; from += CALL) {
					store.intake().insert(jobs.subList(from, from + CALL));
				}
				double inserted = clock.getAsDouble();
				List<JobId> ids = jobs.stream().map(NewJob::id).toList();
				for (int from = 0; from < JOBS; from += CALL) {
					store.actions()
						.act(JobAction.DELETE, ids.subList(from, from + CALL), java.util.Set.of(JobStatus.QUEUED));
				}
				inserts[i][round] = (inserted - start) / JOBS;
				deletes[i][round] = (clock.getAsDouble() - inserted) / JOBS;
			}
		}
		for (int i = 0; i < tags.length; i++) {
			System.out.printf("%s, us a job, minimum and median of %d rounds, %d tags: insert %s, delete %s%n", name,
					ROUNDS, tags[i], text(inserts[i]), text(deletes[i]));
		}
	}

	private static List<NewJob> jobs(int count) {
		List<NewJob> plain = TestJobs.jobs("speed", JOBS, PAYLOAD);
		return (count == 0) ? plain
				: IntStream.range(0, JOBS)
					.mapToObj((i) -> plain.get(i)
						.withTraits(plain.get(i)
							.traits()
							.withTags(IntStream.range(0, count).mapToObj((n) -> "key-" + n + "=" + i % 400).toList())))
					.toList();
	}

	private static String text(double[] micros) {
		double[] sorted = micros.clone();
		Arrays.sort(sorted);
		return "%.1f and %.1f".formatted(sorted[0], sorted[ROUNDS / 2]);
	}

}
