package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.PostgresTrips;
import io.jobqueue.testsupport.TcpProxy;
import io.jobqueue.testsupport.TestPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a worker with single jobs costs: the round trips are counted on the wire.
 */
@Tag("process")
class PostgresClaimTripTests {

	private static final Duration LEASE = Duration.ofMinutes(5);

	/** The last ones count: by then the server has prepared all statements. */
	private static final int ROUNDS = 25;

	private static final AtomicInteger IDS = new AtomicInteger();

	private final PostgresTrips trips = new PostgresTrips();

	private final TcpProxy proxy = this.trips.proxy();

	private final HikariDataSource owner = TestPostgres.pool(1);

	private final TestSchema schema = TestSchema.create(this.owner);

	private final HikariDataSource pool = new HikariDataSource();

	private final List<Integer> counts = new ArrayList<>();

	private JdbcStoreBackend store;

	@BeforeEach
	void open() {
		this.pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&sslmode=disable&gssEncMode=disable"
			.formatted(this.proxy.port()));
		this.pool.setMaximumPoolSize(1);
		this.store = new JdbcStoreBackend(this.pool, this.schema.options());
		claim(1);
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
	void aFinishedJobIsExchangedForTheNextInTwoRoundTrips() {
		insert(ROUNDS + 10);
		ClaimedJob job = claim(1).get(0);
		for (int i = 0; i < ROUNDS; i++) {
			this.trips.take();
			Exchange exchange = exchange(job);
			this.counts.add(this.trips.take());
			assertThat(exchange.finished()).containsExactly(FinishResult.APPLIED);
			assertThat(exchange.claimed().jobs()).hasSize(1);
			job = exchange.claimed().jobs().get(0);
		}
		assertThat(median()).as("reads, writes with the commit").isEqualTo(2);
		assertThat(this.store.queries().queue("q").size(JobStatus.SUCCESS)).isEqualTo(ROUNDS);
	}

	@Test
	void aWorkerThatGoesToWaitTakesNoFurtherRoundTrip() {
		for (int i = 0; i < ROUNDS; i++) {
			insert(1);
			this.trips.take();
			assertThat(claim(10)).hasSize(1);
			this.counts.add(this.trips.take());
		}
		assertThat(median()).as("reads, writes with the lease, the commit and another look").isEqualTo(2);
	}

	@Test
	void aWorkerThatFinishesItsLastJobTakesNoFurtherRoundTrip() {
		for (int i = 0; i < ROUNDS; i++) {
			insert(1);
			ClaimedJob job = claim(10).get(0);
			this.trips.take();
			Exchange exchange = exchange(job);
			this.counts.add(this.trips.take());
			assertThat(exchange.finished()).containsExactly(FinishResult.APPLIED);
			assertThat(exchange.claimed().jobs()).isEmpty();
			assertThat(exchange.claimed().idleHints()).isEqualTo(new ClaimResult.IdleHints(0, false));
		}
		assertThat(median()).as("reads, writes with the lease, the commit and another look").isEqualTo(2);
	}

	@Test
	void aFinishAloneTakesTwoRoundTrips() {
		insert(ROUNDS);
		for (ClaimedJob job : claim(ROUNDS)) {
			this.trips.take();
			assertThat(this.store.feed().finish("q", "w", List.of(Outcome.success(job, "1"))))
				.containsExactly(FinishResult.APPLIED);
			this.counts.add(this.trips.take());
		}
		assertThat(median()).as("reads, writes with the commit").isEqualTo(2);
	}

	/** It comes after the claim has read the queue, and before its commit. */
	@Test
	void aJobThatComesDuringAClaimWakesItsWorker() {
		List<String> woken = new CopyOnWriteArrayList<>();
		this.store.signal().subscribe("w", new WakeRecorder(woken));
		new JdbcTemplate(this.owner).update("update " + this.schema.prefix() + "lease set waiting_since = null");
		try (HikariDataSource other = TestPostgres.pool(2);
				JdbcStoreBackend elsewhere = new JdbcStoreBackend(other, this.schema.options())) {
			CompletableFuture<List<ClaimedJob>> claim = new TransactionTemplate(new JdbcTransactionManager(other))
				.execute((status) -> {
					new JdbcTemplate(other).execute("lock table " + this.schema.prefix() + "lease in exclusive mode");
					CompletableFuture<List<ClaimedJob>> waiting = CompletableFuture.supplyAsync(() -> claim(1));
					Awaitility.await().until(this::waitsForALock);
					CompletableFuture.runAsync(() -> insert(elsewhere, 1)).join();
					return waiting;
				});
			assertThat(claim.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
			assertThat(woken).containsExactly("q");
		}
	}

	@Test
	void aJobThatFallsDueDoesNotMakeAClaimReadRecordsTwice() {
		insert(ROUNDS + 10);
		for (int i = 0; i < ROUNDS; i++) {
			JobId later = JobId.of("q-%026d".formatted(IDS.incrementAndGet()));
			this.store.intake()
				.insert(List.of(new NewJob(later, "q", JobDetails.of("task", "1"), Duration.ofHours(1), null)));
			new JdbcTemplate(this.owner).update("update " + this.schema.prefix() + "scheduled set due_at = due_at - ?",
					Duration.ofHours(1).toMillis());
			this.trips.take();
			assertThat(claim(1)).extracting(ClaimedJob::id).isNotEmpty().doesNotContain(later);
			this.counts.add(this.trips.take());
		}
		assertThat(median()).as("without another read of records").isEqualTo(9);
	}

	/** Once a second, a look that is slow takes another statement. */
	private int median() {
		return this.counts.stream().skip(ROUNDS - 10).sorted().toList().get(5);
	}

	private boolean waitsForALock() {
		return new JdbcTemplate(this.owner).queryForObject(
				"select count(*) from pg_stat_activity where query like ? and wait_event_type = 'Lock'", Integer.class,
				"%" + this.schema.prefix() + "lease%") > 0;
	}

	private void insert(int jobs) {
		insert(this.store, jobs);
	}

	private static void insert(JdbcStoreBackend store, int jobs) {
		for (int i = 0; i < jobs; i++) {
			JobId id = JobId.of("q-%026d".formatted(IDS.incrementAndGet()));
			store.intake().insert(List.of(new NewJob(id, "q", "task", "1")));
		}
	}

	private List<ClaimedJob> claim(int limit) {
		return this.store.feed().claim(new ClaimRequest("q", "w", limit, LEASE)).jobs();
	}

	private Exchange exchange(ClaimedJob job) {
		return this.store.feed().exchange(new ClaimRequest("q", "w", 1, LEASE), List.of(Outcome.success(job, "1")));
	}

}
