package io.jobqueue.soak;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.JdbcStoreBackend;
import io.jobqueue.store.jdbc.access.JdbcStoreOptions;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.TestPostgres;
import io.jobqueue.testsupport.TestRedis;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs to cancel, requeue and delete 10,000 jobs by a query, beside what it
 * costs to insert them. The bound is far from the figures that are printed: one call a
 * job costs a hundred times as much.
 */
@Tag("bad-day")
class BulkCostTests {

	private static final int JOBS = 10_000;

	private static final int ROUNDS = 5;

	private static final int FACTOR = 20;

	@Test
	void redisIsAskedInBatches() {
		measure("Redis", new RedisStoreBackend(TestRedis.shared().connectionFactory(), TestRedis.namespace()));
	}

	@Test
	void postgresIsAskedInBatches() {
		try (HikariDataSource pool = TestPostgres.pool(10)) {
			JdbcSchema schema = JdbcSchema.of(pool, "bulk_");
			new ResourceDatabasePopulator(new ByteArrayResource(schema.script().getBytes(StandardCharsets.UTF_8)))
				.execute(pool);
			measure("PostgreSQL", new JdbcStoreBackend(pool, JdbcStoreOptions.DEFAULT.withTablePrefix("bulk_")));
		}
	}

	/** Other tests run at the same time, so the least of some rounds counts for each. */
	private static void measure(String name, StoreBackend store) {
		JobOperator operator = new StoreJobOperator(store, () -> null);
		long[] least = { Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE };
		for (int round = 0; round < ROUNDS; round++) {
			List<NewJob> jobs = jobs(round);
			long insert = time(() -> store.intake().insert(jobs));
			long cancel = time(() -> assertThat(operator.cancel(JobQuery.all())).isEqualTo(JOBS));
			JobQuery cancelled = JobQuery.all().withStatus(JobStatus.CANCELLED);
			long requeue = time(() -> assertThat(operator.requeue(cancelled)).isEqualTo(JOBS));
			long purge = time(() -> assertThat(operator.purge("bulk")).isEqualTo(JOBS));
			System.out.printf("%s, %,d jobs: insert %d ms, cancel %d ms, requeue %d ms, purge %d ms%n", name, JOBS,
					insert / 1_000_000, cancel / 1_000_000, requeue / 1_000_000, purge / 1_000_000);
			long[] times = { insert, cancel, requeue, purge };
			Arrays.setAll(least, (i) -> Math.min(least[i], times[i]));
		}
		assertThat(Arrays.stream(least).skip(1)).allMatch((nanos) -> nanos < FACTOR * least[0]);
	}

	private static List<NewJob> jobs(int round) {
		List<NewJob> jobs = new ArrayList<>();
		for (int i = 0; i < JOBS; i++) {
			JobId id = JobId.of("bulk-%026d".formatted(round * JOBS + i));
			jobs.add(new NewJob(id, "bulk", "task", "{\"text\":\"" + "x".repeat(100) + "\"}"));
		}
		return jobs;
	}

	private static long time(Runnable work) {
		long start = System.nanoTime();
		work.run();
		return System.nanoTime() - start;
	}

}
