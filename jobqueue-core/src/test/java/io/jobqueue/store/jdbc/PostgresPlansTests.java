package io.jobqueue.store.jdbc;

import java.sql.Types;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.testsupport.TestPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PostgreSQL plans by statistics, which know nothing yet of a backlog that has just come.
 */
@Tag("process")
class PostgresPlansTests {

	private static final String QUEUE = "mail";

	private static final String WORKER = "worker";

	private static final int BACKLOG = 20_000;

	private static final int BATCH = 100;

	private static final int BATCHES = 20;

	@Test
	void backlogIsWorkedOffByIndexes() {
		try (HikariDataSource pool = TestPostgres.pool(1)) {
			TestSchema schema = TestSchema.create(pool);
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			StoreBackend store = schema.store();
			store.intake().insert(IntStream.range(0, BACKLOG).mapToObj(PostgresPlansTests::job).toList());
			awaitStatistic(jdbc, "n_tup_ins", schema.prefix() + "ready", BACKLOG);
			long wholeTables = wholeTables(jdbc, schema);
			for (int batch = 0; batch < BATCHES; batch++) {
				List<ClaimedJob> jobs = store.feed()
					.claim(new ClaimRequest(QUEUE, WORKER, BATCH, Duration.ofMinutes(5)))
					.jobs();
				store.feed().finish(QUEUE, WORKER, jobs.stream().map((job) -> Outcome.success(job, null)).toList());
			}
			awaitStatistic(jdbc, "n_tup_del", schema.prefix() + "running", BATCHES * BATCH);
			assertThat(wholeTables(jdbc, schema)).isEqualTo(wholeTables);
			assertThat(number(jdbc, "select idx_tup_read from pg_stat_user_indexes where indexrelname = ?",
					schema.prefix() + "ready_pkey"))
				.isBetween((long) BATCHES * BATCH, (long) BACKLOG);
			assertPlansAreFree(jdbc);
		}
	}

	/**
	 * The plans are made while the tables are small. Each row is found over one index, of
	 * which the rows that were deleted meanwhile are not read again.
	 */
	@Test
	void shortQueueUnderLimitsIsWorkedOffByIndexes() {
		try (HikariDataSource pool = TestPostgres.pool(1)) {
			TestSchema schema = TestSchema.create(pool);
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			StoreBackend store = schema.store();
			store.part(QueueRulesStore.class)
				.update(QUEUE, (rules) -> rules.withOperatorLimit("tenant", Limit.ofMaxRunning(1)));
			for (int batch = 0; batch < BATCHES; batch++) {
				work(store, batch, PostgresPlansTests::limited);
			}
			for (String table : List.of("slot", "ready")) {
				awaitStatistic(jdbc, "n_tup_del", schema.prefix() + table, BATCHES * BATCH);
				assertThat(number(jdbc,
						"select sum(idx_blks_hit + idx_blks_read) from pg_statio_user_indexes where relname = ?",
						schema.prefix() + table) / (BATCHES * BATCH))
					.as("blocks of indexes of '%s' for each job", table)
					.isLessThan(25);
			}
		}
	}

	/** Those that are kept are not read while the oldest ones are deleted. */
	@Test
	void endedJobsAreDeletedByTheirIds() {
		try (HikariDataSource pool = TestPostgres.pool(1)) {
			TestSchema schema = TestSchema.create(pool);
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			StoreBackend store = schema.store();
			Map<JobStatus, StatusRetention> kept = Map.of(JobStatus.SUCCESS,
					new StatusRetention(Duration.ofDays(1), BATCHES * BATCH));
			for (int batch = 0; batch < 2 * BATCHES; batch++) {
				work(store, batch, PostgresPlansTests::job);
				store.maintenance().prune(QUEUE, kept, BATCH);
			}
			awaitStatistic(jdbc, "n_tup_del", schema.prefix() + "past", BATCHES * BATCH);
			assertThat(number(jdbc, "select idx_tup_read from pg_stat_user_indexes where indexrelname = ?",
					schema.prefix() + "past_ended") / (BATCHES * BATCH))
				.as("entries of the index of ended jobs that are read for each deleted job")
				.isLessThan(5);
		}
	}

	/** Also by a plan that was made when the table was empty, or had one row. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			READY     | select * from {p}ready where {of:ready}                        | ready_id
			SCHEDULED | select * from {p}scheduled where {of:scheduled}                | scheduled_id
			BLOCKED   | delete from {p}blocked where {of:blocked}                      | blocked_id
			BLOCKED   | select j.id from {p}job j left join {join:blocked b:j.id}      | blocked_id
			SLOT      | select queue, limit_key, id from {p}slot where {of:slot}       | slot_id
			TAG       | update {p}tag set queue = 'a' where {of:tag}                   | tag_id
			GATE      | select * from {limits:gate g} order by limit_key for update    | = k.key
			SLOT      | select limit_key, count(*) from {limits:slot s} group by 1     | = k.key
			RUNNING   | %s | running_pkey
			""")
	void rowsAreFoundByTheirKeys(Table table, String text, String way) {
		try (HikariDataSource pool = TestPostgres.pool(1)) {
			TestSchema schema = TestSchema.create(pool);
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			Database database = new Database(pool, schema.prefix(), null);
			String sql = database.expand(text.formatted(JdbcFinishes.HELD));
			for (String setting : List.of("enable_seqscan = off", "enable_bitmapscan = off",
					"plan_cache_mode = force_generic_plan")) {
				jdbc.execute("set " + setting);
			}
			for (int size = 0; size < 2; size++) {
				database.dialect().insert(jdbc, database.rows(table, Collections.nCopies(size, row(table))));
				jdbc.execute("vacuum analyze " + schema.prefix() + table.id());
				assertThat(plan(jdbc, sql)).contains(way);
			}
		}
	}

	private static Object[] row(Table table) {
		return table.columns().stream().map((column) -> switch (column.sqlType()) {
			case Types.VARCHAR -> "a";
			case Types.INTEGER -> 1;
			case Types.BIGINT -> 1L;
			case Types.DOUBLE -> 1.0;
			default -> (Object) false;
		}).toArray();
	}

	private static String plan(JdbcTemplate jdbc, String sql) {
		String numbered = sql.replace(":ids", "$1").replace(":queue", "$2").replace(":worker", "$3");
		jdbc.execute("prepare looked (text[], text, text) as " + numbered);
		try {
			return String.join("\n", jdbc.queryForList("explain execute looked ('{a}', 'a', 'a')", String.class));
		}
		finally {
			jdbc.execute("deallocate looked");
		}
	}

	@Test
	void transactionOfTheCallerIsPlannedAsItWas() {
		try (HikariDataSource pool = TestPostgres.pool(2)) {
			TestSchema schema = TestSchema.create(pool);
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult((status) -> {
				StoreBackend store = schema.store();
				store.intake().insert(List.of(job(1)));
				store.feed().claim(new ClaimRequest(QUEUE, WORKER, BATCH, Duration.ofMinutes(5)));
				assertPlansAreFree(jdbc);
			});
		}
	}

	/** Insert, claim and finish one batch. */
	private static void work(StoreBackend store, int batch, IntFunction<NewJob> job) {
		int from = batch * BATCH;
		store.intake().insert(IntStream.range(from, from + BATCH).mapToObj(job).toList());
		List<ClaimedJob> jobs = store.feed()
			.claim(new ClaimRequest(QUEUE, WORKER, BATCH, Duration.ofMinutes(5)))
			.jobs();
		assertThat(jobs).hasSize(BATCH);
		store.feed().finish(QUEUE, WORKER, jobs.stream().map((each) -> Outcome.success(each, null)).toList());
	}

	private static void assertPlansAreFree(JdbcTemplate jdbc) {
		assertThat(jdbc.queryForObject("show enable_seqscan", String.class)).isEqualTo("on");
		assertThat(jdbc.queryForObject("show enable_bitmapscan", String.class)).isEqualTo("on");
		assertThat(jdbc.queryForObject("show plan_cache_mode", String.class)).isEqualTo("auto");
	}

	private static void awaitStatistic(JdbcTemplate jdbc, String column, String table, long value) {
		String query = "select " + column + " from pg_stat_user_tables where relname = ?";
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> number(jdbc, query, table), (known) -> known == value);
	}

	private static long wholeTables(JdbcTemplate jdbc, TestSchema schema) {
		return number(jdbc, "select sum(seq_scan) from pg_stat_user_tables where relname in (?, ?)",
				schema.prefix() + "running", schema.prefix() + "ready");
	}

	private static long number(JdbcTemplate jdbc, String query, Object... values) {
		Long number = jdbc.queryForObject(query, Long.class, values);
		return (number != null) ? number : 0;
	}

	private static NewJob limited(int number) {
		return new NewJob(JobId.of("job-" + number), QUEUE, JobDetails.of("send", "{}"), null, null,
				JobTraits.NONE.withLimits(List.of("tenant=" + number)));
	}

	private static NewJob job(int number) {
		return new NewJob(JobId.of("job-" + number), QUEUE, "send", "{}");
	}

}
