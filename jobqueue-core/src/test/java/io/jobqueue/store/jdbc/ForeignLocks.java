package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.SilentListener;
import io.jobqueue.testsupport.TestRenewals;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A session that has nothing to do with jobs keeps rows of their tables locked. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ForeignLocks {

	private static final Duration LONG = Duration.ofMinutes(5);

	private final AtomicInteger ids = new AtomicInteger();

	private HikariDataSource pool;

	private HikariDataSource foreign;

	private TestSchema schema;

	private JdbcStoreBackend store;

	/** A pool of its own, to the same database each time. */
	abstract HikariDataSource open();

	@BeforeEach
	void prepare() {
		this.pool = open();
		this.foreign = open();
		this.schema = TestSchema.create(this.pool);
		this.store = this.schema.store();
	}

	@AfterEach
	void close() {
		this.pool.close();
		this.foreign.close();
	}

	@Test
	void claimsGoOnWhileTheirLeaseRunsThoughItIsLocked() {
		insert("a");
		claim("w", LONG);
		whileLocked("lease", () -> {
			insert("b");
			List<ClaimedJob> jobs = claim("w", LONG);
			assertThat(jobs).hasSize(1);
			assertThat(finish("w", jobs.get(0))).containsExactly(FinishResult.APPLIED);
		});
	}

	@Test
	void aClaimWithoutALeaseThatRunsSaysWhatIsLocked() {
		claim("w", Duration.ofMillis(1));
		insert("a");
		whileLocked("lease",
				() -> assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> claim("w", LONG))
					.withMessageContainingAll("'w'", "'q'", this.schema.prefix() + "lease", "locked")
					.matches(StoreUnavailableException::hadNoEffect));
		assertThat(claim("w", LONG)).hasSize(1);
	}

	@Test
	void jobsOfAWorkerThatCannotRenewAreLeftToIt() {
		insert("a");
		ClaimedJob job = claim("w", Duration.ofMillis(1)).get(0);
		whileLocked("lease", () -> {
			assertThat(this.store.maintenance().reclaim("q", 5, 100).requeued()).isZero();
			assertThat(finish("w", job)).containsExactly(FinishResult.APPLIED);
		});
		insert("b");
		claim("w", Duration.ofMillis(1));
		Awaitility.await().until(() -> this.store.maintenance().reclaim("q", 5, 100).requeued() == 1);
	}

	@Test
	void aLeaseThatIsLockedFailsAloneAndIsRenewedOnceItIsFree() {
		insert("a");
		ClaimedJob job = claim("w", Duration.ofMillis(1)).get(0);
		renew("w", Duration.ofMillis(1), "q", Map.of(job.id(), job.delivery()));
		renew("w", Duration.ofMillis(1), "other", Map.of());
		whileLocked("lease where queue = 'q'", () -> {
			RenewResult result = renew("w", Duration.ofSeconds(10),
					List.of(container("other", Map.of()), container("q", Map.of(job.id(), job.delivery()))));
			assertThat(result.lost()).isEmpty();
			assertThat(result.failed()).containsOnlyKeys("q");
		});
		assertThat(leases("other")).isGreaterThan(leases("q"));
		CompletableFuture<RenewResult> waiting = new CompletableFuture<>();
		whileLocked("lease where queue = 'q'", () -> {
			waiting.completeAsync(() -> renew("w", LONG, "q", Map.of(job.id(), job.delivery())));
			// It waits in the row of those that want the lock.
			Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> !waiting.isDone());
		});
		assertThat(waiting.orTimeout(20, TimeUnit.SECONDS).join().failed()).isEmpty();
		assertThat(this.store.maintenance().reclaim("q", 5, 100).requeued()).isZero();
	}

	@Test
	void aRenewalThatWaitsForALockKeepsNoConnection() {
		renew("w", Duration.ofMillis(1), "q", Map.of());
		HikariDataSource single = open();
		single.setMaximumPoolSize(1);
		single.setConnectionTimeout(1000);
		JdbcStoreBackend other = new JdbcStoreBackend(single, this.schema.options());
		try (single) {
			whileLocked("lease where queue = 'q'", () -> {
				CompletableFuture<RenewResult> renewal = CompletableFuture.supplyAsync(() -> other.feed()
					.renew(new RenewRequest(new WorkerIdentity("w", "host", 1, Instant.EPOCH), LONG,
							List.of(container("q", Map.of())))));
				Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
					other.intake().insert(List.of(job("a")));
					return renewal.isDone();
				});
				assertThat(renewal.join().failed()).containsOnlyKeys("q");
			});
		}
	}

	@Test
	void whatIsKnownOfAWorkerHoldsUpNoRenewal() {
		renew("w", LONG, "q", Map.of());
		whileLocked("worker", () -> assertThat(renew("w", LONG, "q", Map.of()).failed()).isEmpty());
	}

	@Test
	void aDispatchDoesNotWaitToWakeAWorkerWhoseLeaseIsLocked() {
		Received received = new Received();
		Logger wakes = (Logger) LoggerFactory.getLogger(Waker.class);
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		wakes.addAppender(lines);
		wakes.setLevel(Level.DEBUG);
		try (QueueSignal.Subscription own = this.store.signal().subscribe("w", received)) {
			assertThat(own).isNotNull();
			claim("w", LONG);
			// One that waited for the lock would give up after a time, and log that.
			whileLocked("lease", () -> insert("a"));
			assertThat(lines.list).isEmpty();
			Awaitility.await().until(() -> received.queues.contains("q"));
		}
		finally {
			wakes.setLevel(null);
			wakes.detachAppender(lines);
		}
	}

	@Test
	void aClaimThatCannotNoteThatItsWorkerSleepsIsRepeated() {
		claim("w", LONG);
		whileLocked("lease", () -> {
			assertThat(result("w", LONG).nextDue()).isLessThan(Duration.ofSeconds(1));
			this.store.actions().pause("q");
			assertThat(result("w", LONG).nextDue()).isLessThan(Duration.ofSeconds(1));
		});
		this.store.actions().resume("q");
		assertThat(result("w", LONG).nextDue()).isNull();
	}

	@Test
	void pauseAndResumeSayWhatIsLocked() {
		this.store.actions().pause("q");
		whileLocked("queue", () -> {
			assertLocked("queue", () -> this.store.actions().resume("q"));
			assertLocked("queue", () -> this.store.actions().pause("q"));
		});
		this.store.actions().resume("q");
		assertThat(this.store.queries().queue("q").paused()).isFalse();
	}

	@Test
	void endedJobsThatAreLockedAreSaidToBe() {
		insert("a");
		ClaimedJob job = claim("w", LONG).get(0);
		this.store.actions().cancel(job.id());
		whileLocked("job", () -> assertLocked("job", () -> this.store.actions().delete(job.id())));
	}

	final void assertLocked(String table, Runnable call) {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(call::run)
			.withMessageContaining("another transaction holds locks in the table " + this.schema.prefix() + table);
	}

	/** Another session has all rows of a table locked. */
	final void whileLocked(String table, Runnable action) {
		new TransactionTemplate(new JdbcTransactionManager(this.foreign)).executeWithoutResult((status) -> {
			new JdbcTemplate(this.foreign)
				.queryForList("select * from " + this.schema.prefix() + table + " for update");
			runElsewhere(action);
			status.setRollbackOnly();
		});
	}

	private static void runElsewhere(Runnable action) {
		CompletableFuture.runAsync(action).orTimeout(60, TimeUnit.SECONDS).join();
	}

	final void insert(String name) {
		this.store.intake().insert(List.of(job(name)));
	}

	private NewJob job(String name) {
		return new NewJob(JobId.of("q-" + name + this.ids.incrementAndGet()), "q", "task", "1");
	}

	private List<ClaimedJob> claim(String worker, Duration lease) {
		return result(worker, lease).jobs();
	}

	private ClaimResult result(String worker, Duration lease) {
		return this.store.feed().claim(new ClaimRequest("q", worker, 1, lease));
	}

	private List<FinishResult> finish(String worker, ClaimedJob job) {
		return this.store.feed().finish("q", worker, List.of(Outcome.success(job, "1")));
	}

	private RenewResult renew(String worker, Duration lease, String queue, Map<JobId, Integer> held) {
		return renew(worker, lease, List.of(container(queue, held)));
	}

	private RenewResult renew(String worker, Duration lease, List<RenewRequest.Container> containers) {
		return this.store.feed()
			.renew(new RenewRequest(new WorkerIdentity(worker, "host", 1, Instant.EPOCH), lease, containers));
	}

	private static RenewRequest.Container container(String queue, Map<JobId, Integer> held) {
		return TestRenewals.container(queue, 8, new HashMap<>(held), Map.of());
	}

	private long leases(String queue) {
		return new JdbcTemplate(this.pool).queryForObject(
				"select lease_until from " + this.schema.prefix() + "lease where queue = ?", Long.class, queue);
	}

	private static final class Received extends SilentListener {

		private final Queue<String> queues = new ConcurrentLinkedQueue<>();

		@Override
		public void queueReady(String queue) {
			this.queues.add(queue);
		}

	}

}
