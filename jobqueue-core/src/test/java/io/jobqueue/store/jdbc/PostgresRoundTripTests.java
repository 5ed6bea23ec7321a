package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.support.MonotonicIds;
import io.jobqueue.testsupport.PostgresTrips;
import io.jobqueue.testsupport.TcpProxy;
import io.jobqueue.testsupport.TestPostgres;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a dispatch of a single job costs: the round trips are counted on the wire, and
 * what they leave out must hold all the same.
 */
@Tag("process")
class PostgresRoundTripTests {

	private static final Duration LEASE = Duration.ofMinutes(5);

	private static final MonotonicIds IDS = new MonotonicIds(InstantSource.system());

	private final PostgresTrips trips = new PostgresTrips();

	private final TcpProxy proxy = this.trips.proxy();

	private final HikariDataSource owner = TestPostgres.pool(4);

	private final TestSchema schema = TestSchema.create(this.owner);

	private final HikariDataSource pool = new HikariDataSource();

	private final Queue<String> woken = new ConcurrentLinkedQueue<>();

	private JdbcStoreBackend store;

	@BeforeEach
	void open() {
		new JdbcTemplate(this.owner).execute("create role " + role() + " login password 'x'");
		for (String kind : List.of("tables", "sequences")) {
			new JdbcTemplate(this.owner).execute("grant all on all " + kind + " in schema public to " + role());
		}
		this.pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable&gssEncMode=disable"
			.formatted(this.proxy.port()));
		this.pool.setUsername(role());
		this.pool.setPassword("x");
		// The second connection is the one that the store takes beside the caller's.
		this.pool.setMaximumPoolSize(2);
		this.pool.setMinimumIdle(0);
		this.store = new JdbcStoreBackend(this.pool, this.schema.options());
		this.store.signal().subscribe("w", new WakeRecorder(this.woken));
		insert(job());
		this.trips.take();
	}

	@AfterEach
	void close() {
		this.store.close();
		this.pool.close();
		this.owner.close();
		this.proxy.close();
	}

	@Test
	void anInsertIsOneRoundTripWithTheDecisionWhomToWake() {
		rest();
		this.trips.take();
		assertThat(insert(job())).containsExactly(InsertResult.INSERTED);
		assertThat(this.trips.take()).isOne();
		assertThat(this.woken).containsExactly("q");
	}

	/** The driver prepares a statement on the server after a few times. */
	@Test
	void anInsertStaysOneRoundTripWhenTheServerHasPreparedIt() {
		for (int i = 0; i < 20; i++) {
			insert(job());
			insert(job(), job());
			insert(job(Duration.ofHours(2), null));
		}
		this.trips.take();
		insert(job());
		assertThat(this.trips.take()).isOne();
		insert(job(), job());
		assertThat(this.trips.take()).isOne();
		insert(job(Duration.ofHours(2), null));
		assertThat(this.trips.take()).isOne();
	}

	@Test
	void anInsertForLaterIsOneRoundTripToo() {
		rest();
		this.trips.take();
		insert(job(Duration.ofHours(2), null), job(null, Instant.now().plusSeconds(3600)));
		assertThat(this.trips.take()).isOne();
		assertThat(this.woken).as("its next look is later than the first job is due").containsExactly("q");
		rest();
		this.trips.take();
		insert(job(Duration.ofHours(3), null));
		assertThat(this.trips.take()).isOne();
		assertThat(this.woken).as("another job is due before").isEmpty();
		assertThat(this.store.queries().queue("q").size(JobStatus.SCHEDULED)).isEqualTo(3);
	}

	@Test
	void aBatchIsOneRoundTrip() {
		NewJob[] jobs = IntStream.range(0, 400).mapToObj((i) -> job()).toArray(NewJob[]::new);
		assertThat(insert(jobs)).hasSize(400).containsOnly(InsertResult.INSERTED);
		assertThat(this.trips.take()).isOne();
		assertThat(insert(jobs[0], job(), jobs[1])).containsExactly(InsertResult.ALREADY_THERE, InsertResult.INSERTED,
				InsertResult.ALREADY_THERE);
		assertThat(this.store.queries().queue("q").size(JobStatus.QUEUED)).isEqualTo(402);
	}

	@Test
	void anInsertInATransactionIsOneRoundTripOfIt() {
		new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
			new JdbcTemplate(this.pool).queryForObject("select 1", Integer.class);
			this.trips.take();
			insert(job());
			assertThat(this.trips.take()).isOne();
		});
		assertThat(claim(5)).hasSize(2);
	}

	/**
	 * The insert has begun, and seen what is committed until then, when the worker looks
	 * at the queue for the last time.
	 */
	@Test
	void aWorkerThatFindsNothingWhileAnInsertIsUnderWayIsWoken() {
		rest();
		NewJob job = job();
		CompletableFuture<List<InsertResult>> inserting = new TransactionTemplate(
				new JdbcTransactionManager(this.owner))
			.execute((status) -> {
				new JdbcTemplate(this.owner).update("insert into " + this.schema.prefix()
						+ "job (id, task, payload, created_at) values (?, 't', '1', 0)", job.id().value());
				wake();
				CompletableFuture<List<InsertResult>> waiting = CompletableFuture.supplyAsync(() -> insert(job));
				Awaitility.await().until(this::waitsForALock);
				rest();
				status.setRollbackOnly();
				return waiting;
			});
		assertThat(inserting.orTimeout(20, TimeUnit.SECONDS).join()).containsExactly(InsertResult.INSERTED);
		assertThat(this.woken).containsExactly("q");
	}

	/**
	 * A worker that looks at the queue after the decision finds the job, whichever it is
	 * of those that are not noted yet.
	 */
	@Test
	void aJobIsCommittedWhenItIsDecidedWhomToWake() {
		NewJob job = job();
		CompletableFuture<List<InsertResult>> inserting = new TransactionTemplate(
				new JdbcTransactionManager(this.owner))
			.execute((status) -> {
				new JdbcTemplate(this.owner)
					.execute("lock table " + this.schema.prefix() + "lease in access exclusive mode");
				CompletableFuture<List<InsertResult>> waiting = CompletableFuture.supplyAsync(() -> insert(job));
				Awaitility.await().until(this::waitsForALock);
				assertThat(new JdbcTemplate(this.owner).queryForList(
						"select id from " + this.schema.prefix() + "ready where id = ?", String.class,
						job.id().value()))
					.hasSize(1);
				return waiting;
			});
		assertThat(inserting.orTimeout(20, TimeUnit.SECONDS).join()).containsExactly(InsertResult.INSERTED);
	}

	@Test
	void aRefusedInsertLeavesNoTransactionOpen() {
		new JdbcTemplate(this.owner).execute("alter table " + this.schema.prefix()
				+ "job add constraint %sshort check (char_length(payload) < 100)".formatted(this.schema.prefix()));
		NewJob refused = new NewJob(id(), "q", "task", "x".repeat(200));
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(StoreRefusedException.class).isThrownBy(() -> insert(refused));
			assertThat(insert(job())).containsExactly(InsertResult.INSERTED);
		}
		assertThat(new JdbcTemplate(this.owner).queryForList(
				"select state from pg_stat_activity where usename = ? and state <> 'idle'", String.class, role()))
			.isEmpty();
		assertThat(claim(10)).hasSize(4);
	}

	@Test
	void jobsOfAnApplicationThatMayNotWakeAreStored() {
		new JdbcTemplate(this.owner).execute("revoke all on " + this.schema.prefix() + "lease from " + role());
		NewJob job = job();
		StoreUnavailableException failure = catchThrowableOfType(StoreUnavailableException.class, () -> insert(job));
		assertThat(failure.hadNoEffect()).as("the answer of the insert is missing").isFalse();
		assertThat(insert(job)).containsExactly(InsertResult.ALREADY_THERE);
		assertThat(insert(job())).containsExactly(InsertResult.INSERTED);
		assertThat(insert(job())).containsExactly(InsertResult.INSERTED);
		assertThat(this.store.queries().queue("q").size(JobStatus.QUEUED)).isEqualTo(4);
	}

	/** To repeat both would find the job that the first attempt has stored. */
	@Test
	void anInsertIsNotRepeatedWhenTheWakeAfterItsCommitMeetsALock() {
		new JdbcTemplate(this.owner).execute("alter role " + role() + " set lock_timeout = '300ms'");
		this.pool.getHikariPoolMXBean().softEvictConnections();
		rest();
		// The worker is awake then, so the next insert looks for another one.
		insert(job());
		insert(job());
		NewJob job = job();
		this.trips.take();
		new TransactionTemplate(new JdbcTransactionManager(this.owner)).executeWithoutResult((status) -> {
			new JdbcTemplate(this.owner)
				.execute("lock table " + this.schema.prefix() + "lease in access exclusive mode");
			StoreUnavailableException failure = catchThrowableOfType(StoreUnavailableException.class,
					() -> insert(job));
			assertThat(failure.hadNoEffect()).as("the answer of the insert is missing").isFalse();
		});
		assertThat(this.trips.take()).as("both statements, and a look at the transaction").isEqualTo(2);
		assertThat(insert(job)).containsExactly(InsertResult.ALREADY_THERE);
	}

	private String role() {
		return this.schema.prefix() + "trips";
	}

	private boolean waitsForALock() {
		return new JdbcTemplate(this.owner).queryForObject(
				"select count(*) from pg_stat_activity where usename = ? and wait_event_type = 'Lock'", Integer.class,
				role()) > 0;
	}

	/** The worker takes all jobs, finds no others, and is noted as one that waits. */
	private void rest() {
		claim(1000);
		assertThat(claim(1)).isEmpty();
		this.woken.clear();
	}

	/** The worker is at work. */
	private void wake() {
		assertThat(new JdbcTemplate(this.owner)
			.update("update " + this.schema.prefix() + "lease set waiting_since = null where worker = 'w'")).isOne();
	}

	private List<ClaimedJob> claim(int limit) {
		return this.store.feed().claim(new ClaimRequest("q", "w", limit, LEASE)).jobs();
	}

	private List<InsertResult> insert(NewJob... jobs) {
		return this.store.intake().insert(List.of(jobs));
	}

	private static JobId id() {
		return IDS.next("q");
	}

	private static NewJob job() {
		return job(null, null);
	}

	private static NewJob job(@Nullable Duration delay, @Nullable Instant dueAt) {
		return new NewJob(id(), "q", JobDetails.of("task", "1"), delay, dueAt);
	}

}
