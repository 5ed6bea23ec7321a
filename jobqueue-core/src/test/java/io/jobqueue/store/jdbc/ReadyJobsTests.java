package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.dialect.PostgresDialect;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.step.RowChanges;
import io.jobqueue.store.jdbc.upkeep.Watermarks;
import io.jobqueue.testsupport.TestPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at a queue of PostgreSQL by its marks, which are set as if each look at all of it
 * were slow.
 */
@Tag("slow")
class ReadyJobsTests {

	private static final String QUEUE = "mail";

	private static final StepClock NOW = new StepClock(100_000_000);

	private static HikariDataSource pool;

	private static TestSchema schema;

	private final AtomicLong nanos = new AtomicLong();

	private Database database;

	private ReadyJobs jobs;

	@BeforeAll
	static void tables() {
		pool = TestPostgres.pool(4);
		schema = TestSchema.create(pool);
	}

	@AfterAll
	static void close() {
		pool.close();
	}

	@BeforeEach
	void noJobs() {
		schema.emptyStore();
		this.database = new Database(pool, schema.prefix(), null);
		this.jobs = new ReadyJobs(this.database, new Watermarks(0, this.nanos::get, () -> true));
	}

	@Test
	void jobsBehindAMarkComeByPriorityThenByAge() {
		insert(job("low", 0, 50_000), job("later", -5, 60_000), job("first", -5, 50_000), job("next", -5, 59_500));
		assertThat(take(2)).containsExactly("first", "next");
		insert(job("new", -5, 59_900));
		assertThat(take(9)).containsExactly("new", "later");
	}

	@Test
	void allIsLookedAtWhenNothingIsBehindTheMarks() {
		insert(job("low", 0, 50_000), job("high", -5, 60_000));
		assertThat(take(1)).containsExactly("high");
		assertThat(take(1)).containsExactly("low");
		assertThat(take(1)).isEmpty();
	}

	@Test
	void jobsBehindAMarkComeFromAllPriorities() {
		insert(job("low", 0, 50_000), job("high", -5, 60_000), job("lower", 5, 40_000));
		assertThat(take(3)).containsExactly("high", "low", "lower");
		insert(job("low2", 0, 50_001), job("high2", -5, 60_001), job("lower2", 5, 40_001), job("lower3", 5, 40_002));
		assertThat(take(3)).containsExactly("high2", "low2", "lower2");
	}

	@Test
	void jobThatComesToLieBeforeTheMarkIsFoundASecondLater() {
		insert(job("a", 0, 50_000), job("b", 0, 51_000), job("c", 0, 52_000));
		assertThat(take(1)).containsExactly("a");
		insert(job("given back", 0, 48_000), job("of a new priority", -1, 60_000));
		assertThat(take(1)).containsExactly("b");
		secondLater();
		assertThat(take(9)).containsExactly("of a new priority", "given back", "c");
	}

	@Test
	void databaseSaysHowManyRowsItKeeps() {
		String table = schema.prefix() + Table.READY.id();
		insert(IntStream.range(0, 500).mapToObj((number) -> job("job" + number, 0, number)).toArray(QueueEntry[]::new));
		take(500);
		String query = new PostgresDialect().deadRows().orElseThrow();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.database.sql(query).param("table", table).query(Long.class).single(),
					(rows) -> rows >= 500);
	}

	private List<String> take(int limit) {
		return this.database.own("take", () -> {
			List<QueueEntry> first = this.jobs.first(QUEUE, limit, NOW).slots();
			RowChanges changes = new RowChanges();
			first.forEach(changes::leaveReady);
			changes.write(this.database);
			return first.stream().map(QueueEntry::id).toList();
		});
	}

	private void insert(QueueEntry... slots) {
		RowChanges changes = new RowChanges();
		List.of(slots).forEach(changes::enterReady);
		this.database.own("insert", () -> {
			changes.write(this.database);
			return slots.length;
		});
	}

	private void secondLater() {
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
	}

	private static QueueEntry job(String id, int rank, long dueAt) {
		return new QueueEntry(id, QUEUE, -rank, rank, dueAt, 1, 0, 0, 0, 0, null);
	}

}
