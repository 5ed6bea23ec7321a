package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.InsertResult.Kind;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Unique keys of jobs that are inserted in the caller's transaction. */
@Tag("process")
class UniqueKeysInTransactionsTests {

	private static final AtomicInteger IDS = new AtomicInteger();

	static Stream<Named<HikariDataSource>> databases() {
		return Stream.of(Named.of("H2", h2()), Named.of("PostgreSQL", TestPostgres.pool(6)),
				Named.of("MariaDB", TestMariaDb.pool(6)));
	}

	private static HikariDataSource h2() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:keys" + IDS.incrementAndGet());
		return pool;
	}

	@ParameterizedTest
	@MethodSource("databases")
	void keyIsFreeAfterARollback(HikariDataSource pool) {
		try (pool) {
			StoreBackend store = TestSchema.create(pool).store();
			new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult((status) -> {
				NewJob first = job(UniqueKey.of("a"));
				assertThat(put(store, first)).isEqualTo(InsertResult.INSERTED);
				assertThat(put(store, job(UniqueKey.of("a")))).isEqualTo(new InsertResult(Kind.KEPT, first.id()));
				status.setRollbackOnly();
			});
			assertThat(put(store, job(UniqueKey.of("a")))).isEqualTo(InsertResult.INSERTED);
		}
	}

	@ParameterizedTest
	@MethodSource("databases")
	void secondDispatchWaitsForTheTransactionOfTheFirst(HikariDataSource pool) throws Exception {
		try (pool) {
			StoreBackend store = TestSchema.create(pool).store();
			CountDownLatch inserted = new CountDownLatch(1);
			NewJob first = job(UniqueKey.of("a"));
			CompletableFuture<InsertResult> second = CompletableFuture.supplyAsync(() -> {
				awaitLatch(inserted);
				return put(store, job(UniqueKey.of("a")));
			});
			new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult((status) -> {
				put(store, first);
				inserted.countDown();
			});
			assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(new InsertResult(Kind.KEPT, first.id()));
			assertThat(store.part(UniqueKeys.class).owner("q", "t:task:a")).isEqualTo(first.id());
		}
	}

	/** A worker must not wait for a long transaction that met the key of its job. */
	@ParameterizedTest
	@MethodSource("databases")
	void keptJobDoesNotBlockTheEndOfItsOwner(HikariDataSource pool) {
		try (pool) {
			StoreBackend store = TestSchema.create(pool).store();
			NewJob owner = job(UniqueKey.of("a"));
			put(store, owner);
			ClaimedJob claimed = claim(store);
			new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult((status) -> {
				assertThat(put(store, job(UniqueKey.of("a")))).isEqualTo(new InsertResult(Kind.KEPT, owner.id()));
				assertThat(CompletableFuture
					.supplyAsync(() -> store.feed().finish("q", "w", List.of(Outcome.success(claimed, null))))
					.orTimeout(5, TimeUnit.SECONDS)
					.join()).containsExactly(FinishResult.APPLIED);
			});
			assertThat(store.part(UniqueKeys.class).owner("q", "t:task:a")).isNull();
		}
	}

	/**
	 * The contents that an open transaction has replaced are not claimed before its end.
	 */
	@ParameterizedTest
	@MethodSource("databases")
	void replacedJobIsNotClaimedBeforeTheCommit(HikariDataSource pool) {
		try (pool) {
			StoreBackend store = TestSchema.create(pool).store();
			UniqueKey key = UniqueKey.of("a").replace();
			NewJob owner = job(key);
			put(store, owner);
			new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult((status) -> {
				assertThat(put(store, job(key))).isEqualTo(new InsertResult(Kind.REPLACED, owner.id()));
				assertThat(CompletableFuture
					.supplyAsync(() -> store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(5))).jobs())
					.orTimeout(5, TimeUnit.SECONDS)
					.join()).isEmpty();
			});
			assertThat(claim(store).payload()).isEqualTo("\"" + IDS.get() + "\"");
		}
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static ClaimedJob claim(StoreBackend store) {
		return store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(5))).jobs().get(0);
	}

	private static InsertResult put(StoreBackend store, NewJob job) {
		return store.intake().insert(List.of(job)).get(0);
	}

	private static NewJob job(UniqueKey key) {
		int number = IDS.incrementAndGet();
		return new NewJob(JobId.of("job-" + number), "q", "task", "\"" + number + "\"")
			.withTraits(JobTraits.of(UniqueTrait.of(key, "task", String.valueOf(key.key()))));
	}

}
