package io.jobqueue.store.jdbc;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sizes are stored as differences. Those of a queue without a worker are summed up by the
 * workers of other queues.
 */
@Tag("process")
class UnservedQueueTests {

	private static final int JOBS = 200;

	private static final int ROWS = 700;

	@Test
	void sizesAreSummedUpInPostgres() {
		try (HikariDataSource pool = TestPostgres.pool(2)) {
			sizesAreSummedUp(pool);
		}
	}

	@Test
	void sizesAreSummedUpInMariaDb() {
		try (HikariDataSource pool = TestMariaDb.pool(2)) {
			sizesAreSummedUp(pool);
		}
	}

	@Test
	void sizesAreSummedUpInH2() {
		JdbcDataSource h2 = new JdbcDataSource();
		h2.setURL("jdbc:h2:mem:unserved;DB_CLOSE_DELAY=-1");
		sizesAreSummedUp(h2);
	}

	private static void sizesAreSummedUp(DataSource dataSource) {
		TestSchema schema = TestSchema.create(dataSource);
		JdbcStoreBackend store = schema.store();
		List<String> unserved = List.of("a", "b", "c");
		IntStream.range(0, JOBS)
			.forEach((i) -> unserved.forEach((queue) -> store.intake()
				.insert(List.of(new NewJob(JobId.of(queue + "-" + i), queue, "task", "1")))));
		for (int pass = 0; pass < 2 * unserved.size(); pass++) {
			store.maintenance().prune("served", Map.of(), 10);
		}
		assertThat(new JdbcTemplate(dataSource).queryForObject("select count(*) from " + schema.prefix() + "count",
				Integer.class))
			.isEqualTo(unserved.size());
		assertThat(unserved)
			.allSatisfy((queue) -> assertThat(store.queries().queue(queue).size(JobStatus.QUEUED)).isEqualTo(JOBS));
		store.close();
	}

	/** A pass does not stop at the first queue that has few rows left. */
	@Test
	void manyRowsOfManyQueuesAreSummedUpByOnePass() {
		try (HikariDataSource pool = TestPostgres.pool(2)) {
			TestSchema schema = TestSchema.create(pool);
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			JdbcStoreBackend store = schema.store();
			List<Object[]> rows = IntStream.range(0, 3 * ROWS)
				.mapToObj((i) -> new Object[] { "queue-" + i % 3 })
				.toList();
			jdbc.batchUpdate("insert into " + schema.prefix()
					+ "count (queue, status, task, error_type, delta) values (?, 'QUEUED', '', '', 1)", rows);
			store.maintenance().prune("served", Map.of(), 10);
			assertThat(jdbc.queryForObject("select count(*) from " + schema.prefix() + "count", Integer.class))
				.isEqualTo(3);
			assertThat(store.queries().queue("queue-0").size(JobStatus.QUEUED)).isEqualTo(ROWS);
			store.close();
		}
	}

}
