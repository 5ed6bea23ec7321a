package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Tag("process")
class ReadsInTransactionsTests {

	private static final JobId ID = JobId.of("job-1");

	static Stream<Named<HikariDataSource>> databases() {
		return Stream.of(Named.of("H2", h2(5)), Named.of("PostgreSQL", TestPostgres.pool(5)),
				Named.of("MariaDB", TestMariaDb.pool(5)));
	}

	private static HikariDataSource h2(int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:reads" + size);
		pool.setMaximumPoolSize(size);
		return pool;
	}

	@ParameterizedTest
	@MethodSource("databases")
	void whatOthersCommitIsSeenInATransactionThatSeesTheStateOfItsBegin(HikariDataSource pool) {
		try (pool) {
			StoreBackend store = TestSchema.create(pool).store();
			JobExplorer explorer = explorer(store);
			insert(store);
			ClaimedJob job = store.feed().claim(new ClaimRequest("q", "w", 1, Duration.ofMinutes(5))).jobs().get(0);
			transaction(pool).executeWithoutResult((status) -> {
				assertThat(explorer.find(ID)).get().extracting(JobInfo::status).isEqualTo(JobStatus.STARTED);
				assertThat(explorer.queue("q").size(JobStatus.STARTED)).isEqualTo(1);
				CompletableFuture.runAsync(() -> store.feed().finish("q", "w", List.of(Outcome.success(job, "1"))))
					.join();
				assertThat(explorer.await(ID, Duration.ofSeconds(5)).status()).isEqualTo(JobStatus.SUCCESS);
				assertThat(explorer.queue("q").size(JobStatus.SUCCESS)).isEqualTo(1);
			});
		}
	}

	@ParameterizedTest
	@MethodSource("databases")
	void jobOfAnOpenTransactionIsFoundAfterItsCommit(HikariDataSource pool) {
		try (pool) {
			StoreBackend store = TestSchema.create(pool).store();
			transaction(pool).executeWithoutResult((status) -> {
				insert(store);
				assertThat(explorer(store).find(ID)).isEmpty();
			});
			assertThat(explorer(store).find(ID)).isPresent();
		}
	}

	@ParameterizedTest
	@MethodSource("databases")
	void jobsOfALongTransactionAreCreatedAtTheirOwnTimes(HikariDataSource pool) {
		try (pool) {
			StoreBackend store = TestSchema.create(pool).store();
			JobId later = JobId.of("job-2");
			transaction(pool).executeWithoutResult((status) -> {
				insert(store);
				Instant before = store.queries().now();
				await().until(() -> store.queries().now().isAfter(before.plusMillis(20)));
				store.intake().insert(List.of(new NewJob(later, "q", "task", "1")));
			});
			assertThat(createdAt(store, later)).isAfterOrEqualTo(createdAt(store, ID).plusMillis(20));
		}
	}

	private static Instant createdAt(StoreBackend store, JobId id) {
		return explorer(store).find(id).orElseThrow().createdAt();
	}

	@Test
	void poolWithoutAnotherConnectionIsNamed() {
		try (HikariDataSource pool = h2(1)) {
			pool.setConnectionTimeout(250);
			StoreBackend store = TestSchema.create(pool).store();
			List<Runnable> others = List.of(() -> explorer(store).find(ID), () -> store.actions().cancel(ID),
					() -> store.actions().pause("q"));
			transaction(pool).executeWithoutResult((status) -> others
				.forEach((other) -> assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(other::run)
					.withMessageContainingAll("transaction of this thread", "give the pool more connections")
					.matches(StoreUnavailableException::hadNoEffect)));
			assertThat(explorer(store).find(ID)).isEmpty();
		}
	}

	private static JobExplorer explorer(StoreBackend store) {
		return new StoreJobExplorer(store, new JacksonJobSerializer(JsonMapper.builder().build()));
	}

	private static TransactionTemplate transaction(HikariDataSource pool) {
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
		transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		return transaction;
	}

	private static void insert(StoreBackend store) {
		store.intake().insert(List.of(new NewJob(ID, "q", "task", "1")));
	}

}
