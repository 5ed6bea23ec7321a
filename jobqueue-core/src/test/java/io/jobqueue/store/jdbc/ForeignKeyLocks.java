package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.store.limit.QueueRulesStore;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A session that has nothing to do with jobs keeps rows of unique keys locked. Only the
 * jobs that own them wait.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ForeignKeyLocks {

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
	void jobsBehindTheOwnerOfALockedKeyStart() {
		NewJob owner = keyed(UniqueKey.of("locked").untilStarted());
		List<NewJob> others = List.of(plain(), keyed(UniqueKey.of("other").untilStarted()), plain(),
				keyed(UniqueKey.of("third")));
		this.store.intake().insert(List.of(owner));
		this.store.intake().insert(others);
		whileLocked(owner, () -> {
			for (NewJob other : others) {
				List<ClaimedJob> jobs = claim(1).jobs();
				assertThat(jobs).extracting(ClaimedJob::id).containsExactly(other.id());
				assertThat(finish(jobs)).containsExactly(FinishResult.APPLIED);
			}
			ClaimResult none = claim(1);
			assertThat(none.jobs()).isEmpty();
			assertThat(none.nextDue()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
			assertThat(this.store.queries().queue("q").size(JobStatus.QUEUED)).isOne();
		});
		assertThat(claim(1).jobs()).extracting(ClaimedJob::id).containsExactly(owner.id());
		assertThat(owner("locked")).isNull();
	}

	@Test
	void jobsBehindManyOwnersOfLockedKeysStart() {
		List<NewJob> owners = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			owners.add(keyed(UniqueKey.of("key " + i).untilStarted()));
		}
		this.store.intake().insert(owners);
		NewJob other = plain();
		this.store.intake().insert(List.of(other));
		whileLocked(null, () -> assertThat(claim(1).jobs()).extracting(ClaimedJob::id).containsExactly(other.id()));
		assertThat(claim(50).jobs()).hasSize(40);
	}

	@Test
	void jobsBehindTheOwnerOfALockedKeyStartUnderLimits() {
		this.store.part(QueueRulesStore.class)
			.update("q", (none) -> none.withOperatorLimit("tenant", Limit.ofMaxRunning(2)));
		NewJob owner = keyed(UniqueKey.of("locked").untilStarted(), "tenant=a");
		NewJob other = keyed(UniqueKey.of("other").untilStarted(), "tenant=a");
		this.store.intake().insert(List.of(owner));
		this.store.intake().insert(List.of(other));
		whileLocked(owner, () -> {
			List<ClaimedJob> jobs = claim(1).jobs();
			assertThat(jobs).extracting(ClaimedJob::id).containsExactly(other.id());
			assertThat(finish(jobs)).containsExactly(FinishResult.APPLIED);
			ClaimResult none = claim(1);
			assertThat(none.jobs()).isEmpty();
			assertThat(none.nextDue()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
		});
		assertThat(claim(1).jobs()).extracting(ClaimedJob::id).containsExactly(owner.id());
	}

	@Test
	void outcomesBesideThatOfTheOwnerOfALockedKeyAreStored() {
		NewJob owner = keyed(UniqueKey.of("locked"));
		this.store.intake().insert(List.of(owner, plain(), keyed(UniqueKey.of("other"))));
		List<ClaimedJob> jobs = claim(3).jobs();
		whileLocked(owner, () -> {
			List<FinishResult> results = finish(jobs);
			for (int i = 0; i < 3; i++) {
				assertThat(results.get(i))
					.isEqualTo(jobs.get(i).id().equals(owner.id()) ? FinishResult.LOCKED : FinishResult.APPLIED);
			}
			assertThat(owner("other")).isNull();
		});
		assertThat(owner("locked")).isEqualTo(owner.id());
		assertThat(finish(jobs.stream().filter((job) -> job.id().equals(owner.id())).toList()))
			.containsExactly(FinishResult.APPLIED);
		assertThat(owner("locked")).isNull();
	}

	@Test
	void anAttemptThatEndsNoJobIsStoredThoughItsKeyIsLocked() {
		NewJob owner = keyed(UniqueKey.of("locked"));
		this.store.intake().insert(List.of(owner));
		ClaimedJob job = claim(1).jobs().get(0);
		whileLocked(owner,
				() -> assertThat(this.store.feed().finish("q", "w", List.of(Outcome.retry(job, Duration.ZERO, null))))
					.containsExactly(FinishResult.APPLIED));
	}

	/** The dispatch of an application that has not committed yet. */
	@Test
	void parkedJobLeavesAKeyToTheTransactionThatTakesIt() {
		NewJob first = keyed(UniqueKey.of("locked").untilStarted());
		NewJob other = keyed(UniqueKey.of("other").untilStarted());
		this.store.intake().insert(List.of(first, other));
		String name = new JdbcTemplate(this.pool).queryForObject(
				"select name from " + this.schema.prefix() + "unique where id = ?", String.class, first.id().value());
		List<Outcome> parks = claim(2).jobs().stream().map((job) -> Outcome.park(job, List.of("tenant=a"))).toList();
		new TransactionTemplate(new JdbcTransactionManager(this.foreign)).executeWithoutResult((status) -> {
			new JdbcTemplate(this.foreign).update(
					"insert into " + this.schema.prefix() + "unique (name, id, scope) values (?, 'q-x', 's')", name);
			assertThat(CompletableFuture.supplyAsync(() -> this.store.feed().finish("q", "w", parks))
				.orTimeout(60, TimeUnit.SECONDS)
				.join()).containsExactly(FinishResult.APPLIED, FinishResult.APPLIED);
			status.setRollbackOnly();
		});
		assertThat(owner("locked")).isNull();
		assertThat(owner("other")).isEqualTo(other.id());
		assertThat(claim(2).jobs()).extracting(ClaimedJob::id).containsExactly(first.id(), other.id());
	}

	@Test
	void lostJobsBesideTheOwnerOfALockedKeyAreTakenBack() {
		NewJob owner = keyed(UniqueKey.of("locked"));
		this.store.intake().insert(List.of(owner, plain()));
		assertThat(this.store.feed().claim(new ClaimRequest("q", "lost", 2, Duration.ofMillis(1))).jobs()).hasSize(2);
		whileLocked(owner,
				() -> Awaitility.await()
					.untilAsserted(() -> assertThat(this.store.maintenance().reclaim("q", 1, 100).poisoned())
						.extracting(ClaimedJob::id)
						.doesNotContain(owner.id())
						.hasSize(1)));
		assertThat(this.store.maintenance().reclaim("q", 1, 100).poisoned()).extracting(ClaimedJob::id)
			.containsExactly(owner.id());
		assertThat(owner("locked")).isNull();
	}

	@Test
	void callsOfOperatorsSayWhatIsLockedAndPruningGoesOn() {
		NewJob owner = keyed(UniqueKey.of("locked"));
		NewJob ended = keyed(UniqueKey.of("for a time").forTime(Duration.ofMillis(1)));
		this.store.intake().insert(List.of(ended));
		finish(claim(1).jobs());
		this.store.intake().insert(List.of(owner));
		whileLocked(null, () -> {
			assertLocked(() -> this.store.actions().cancel(owner.id()));
			assertLocked(() -> this.store.actions().delete(owner.id()));
			assertLocked(() -> this.store.part(UniqueKeys.class).release("q", name("locked")));
			assertThat(this.store.maintenance()
				.prune("q", Map.of(JobStatus.SUCCESS, new StatusRetention(Duration.ZERO, 0)), 100)
				.deleted()).isOne();
		});
		this.store.actions().cancel(owner.id());
		assertThat(owner("locked")).isNull();
	}

	private void assertLocked(Runnable call) {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(call::run)
			.withMessageContaining("another transaction holds locks in the table " + this.schema.prefix() + "unique");
	}

	/** Another session has the keys of a job locked, or all keys. */
	private void whileLocked(NewJob owner, Runnable action) {
		String keys = "select * from " + this.schema.prefix() + "unique";
		new TransactionTemplate(new JdbcTransactionManager(this.foreign)).executeWithoutResult((status) -> {
			JdbcTemplate jdbc = new JdbcTemplate(this.foreign);
			if (owner != null) {
				String name = jdbc.queryForObject(keys.replace("*", "name") + " where id = ?", String.class,
						owner.id().value());
				assertThat(jdbc.queryForList(keys + " where name = ? for update", name)).hasSize(1);
			}
			else {
				assertThat(jdbc.queryForList(keys + " for update")).isNotEmpty();
			}
			CompletableFuture.runAsync(action).orTimeout(60, TimeUnit.SECONDS).join();
			status.setRollbackOnly();
		});
	}

	private NewJob plain() {
		return job(JobTraits.NONE);
	}

	private NewJob keyed(UniqueKey key, String... limits) {
		return job(JobTraits.of(UniqueTrait.of(key, "task", String.valueOf(key.key()))).withLimits(List.of(limits)));
	}

	private NewJob job(JobTraits traits) {
		JobId id = JobId.of("q-%026d".formatted(this.ids.incrementAndGet()));
		return new NewJob(id, "q", JobDetails.of("task", "1"), null, null, traits);
	}

	private static String name(String key) {
		return UniqueTrait.nameOfTask("task", key);
	}

	private JobId owner(String key) {
		return this.store.part(UniqueKeys.class).owner("q", name(key));
	}

	private ClaimResult claim(int limit) {
		return this.store.feed().claim(new ClaimRequest("q", "w", limit, LONG));
	}

	private List<FinishResult> finish(List<ClaimedJob> jobs) {
		return this.store.feed().finish("q", "w", jobs.stream().map((job) -> Outcome.success(job, "1")).toList());
	}

}
