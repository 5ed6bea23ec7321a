package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobSource;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.testsupport.TestPostgres;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PostgreSQL plans by statistics, which say that nearly all jobs are those of a large
 * queue. What concerns a small one reads none of them.
 */
@Tag("process")
class PostgresLargeQueueTests {

	private static final String LARGE = "large";

	private static final String SMALL = "small";

	private static final String WORKER = "worker";

	private static final String TAG = "import";

	private static final int MANY = 10_000;

	/** Enough for a plan that the database keeps. */
	private static final int CALLS = 20;

	private static final Duration DAY = Duration.ofDays(1);

	private static final String READ = """
			select coalesce(t.seq_tup_read, 0) + (select coalesce(sum(i.idx_tup_read), 0)
			from pg_stat_user_indexes i where i.relid = t.relid) from pg_stat_user_tables t where t.relname = ?
			""";

	private int jobs;

	private int markers;

	@Test
	void smallQueueIsServedWithoutReadingTheLargeOne() {
		try (HikariDataSource pool = TestPostgres.pool(1)) {
			TestSchema schema = TestSchema.create(pool);
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			StoreBackend store = schema.store();
			List<String> tables = Stream.of("ready", "scheduled", "tag", "blocked")
				.map((table) -> schema.prefix() + table)
				.toList();
			fill(store);
			jdbc.execute("vacuum analyze");
			jdbc.execute("create table marker (number int)");
			List<Long> before = read(pool, tables);
			for (int i = 0; i < CALLS; i++) {
				serve(store);
			}
			List<Long> after = read(pool, tables);
			for (int i = 0; i < tables.size(); i++) {
				assertThat(after.get(i) - before.get(i)).as("rows read of %s", tables.get(i)).isLessThan(MANY);
			}
		}
	}

	/**
	 * Where nearly all rows have another value, and the index of the ids has their order,
	 * too.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					(tag, queue, id) select 'a', 'large', n           | {p}tag where tag = 'a' and {ordered:queue :queue} order by tag, queue, id limit 1     | tag_pkey
					(queue, flow_id, place, letter) select 'large', n, 1, 'S' | {p}flow_notice where {ordered:queue :queue} order by queue, id limit 1        | flow_notice_queue
					(queue, payload, reason, died_at) select 'large', '', '', 1 | {p}raw_dead where {ordered:queue :queue} order by queue desc, id desc limit 9 | raw_dead_queue
					(queue, status, task, error_type, delta) select 'large', '', '', '', 1 | {p}count where {ordered:queue :queue} order by queue, id limit 5000 | count_queue
					""")
	void firstRowsAreFoundByTheIndexOfTheirOrder(String rows, String text, String index) {
		try (HikariDataSource pool = TestPostgres.pool(1)) {
			TestSchema schema = TestSchema.create(pool);
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			String from = new Database(pool, schema.prefix(), null).expand(text);
			String table = from.substring(0, from.indexOf(' '));
			jdbc.execute("insert into " + table + " " + rows + " from generate_series(1, " + MANY + ") n");
			jdbc.execute("vacuum analyze " + table);
			jdbc.execute("set enable_seqscan = off");
			jdbc.execute("set plan_cache_mode = force_generic_plan");
			jdbc.execute("prepare looked (text) as select id from " + from.replace(":queue", "$1"));
			assertThat(String.join("\n", jdbc.queryForList("explain execute looked ('small')", String.class)))
				.contains(index);
		}
	}

	private void serve(StoreBackend store) {
		store.intake().insert(List.of(job(SMALL), job(SMALL, DAY), tagged(SMALL), limited(SMALL)));
		store.intake().insert(List.of(job(SMALL)));
		work(store);
		store.intake().insert(List.of(job(SMALL, DAY)));
		assertThat(store.queries().filled(List.of(JobSource.ofTag(TAG, SMALL)))).isNotEmpty();
		assertThat(store.queries().positions(JobSource.ofTag(TAG, SMALL), null, 1)).isNotEmpty();
		store.queries().queue(SMALL);
		store.queries().queues(List.of(SMALL));
	}

	/** Until none is ready, so that the worker waits. */
	private static void work(StoreBackend store) {
		ClaimRequest request = new ClaimRequest(SMALL, WORKER, 10, DAY);
		Stream.generate(() -> store.feed().claim(request).jobs())
			.takeWhile((jobs) -> !jobs.isEmpty())
			.forEach((jobs) -> store.feed()
				.finish(SMALL, WORKER, jobs.stream().map((job) -> Outcome.success(job, null)).toList()));
	}

	private void fill(StoreBackend store) {
		store.part(QueueRulesStore.class)
			.update(LARGE, (rules) -> rules.withOperatorLimit("tenant", Limit.ofMaxRunning(1)));
		for (int i = 0; i < MANY / 1000; i++) {
			store.intake().insert(IntStream.range(0, 1000).mapToObj((number) -> limited(LARGE)).toList());
		}
		for (int i = 0; i < MANY / 1000; i++) {
			store.feed().claim(new ClaimRequest(LARGE, WORKER, 1000, DAY));
			store.intake()
				.insert(IntStream.range(0, 1000)
					.boxed()
					.flatMap((number) -> Stream.of(tagged(LARGE), job(LARGE, DAY)))
					.toList());
		}
	}

	private NewJob job(String queue) {
		return job(queue, null);
	}

	private NewJob job(String queue, @Nullable Duration delay) {
		return new NewJob(JobId.of("job-" + this.jobs++), queue, JobDetails.of("send", "1"), delay, null);
	}

	private NewJob tagged(String queue) {
		return job(queue).withTraits(JobTraits.NONE.withTags(List.of(TAG)));
	}

	private NewJob limited(String queue) {
		return job(queue).withTraits(JobTraits.NONE.withLimits(List.of("tenant=a")));
	}

	/**
	 * The rows of each table that were read until now. A connection reports them at the
	 * latest when it is closed, and the table that it used last comes last.
	 */
	private List<Long> read(HikariDataSource pool, List<String> tables) {
		JdbcTemplate jdbc = new JdbcTemplate(pool);
		jdbc.execute("insert into marker values (1)");
		pool.getHikariPoolMXBean().softEvictConnections();
		this.markers++;
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> number(jdbc, "select n_tup_ins from pg_stat_user_tables where relname = ?", "marker"),
					(known) -> known == this.markers);
		return tables.stream().map((table) -> number(jdbc, READ, table)).toList();
	}

	private static long number(JdbcTemplate jdbc, String query, String table) {
		Long number = jdbc.queryForObject(query, Long.class, table);
		return (number != null) ? number : 0;
	}

}
