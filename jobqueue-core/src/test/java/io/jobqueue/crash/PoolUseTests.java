package io.jobqueue.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.store.StoreBackend;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * How much of a pool a worker takes.
 */
@Tag("process")
class PoolUseTests {

	private static final int JOBS = 300;

	@TempDir
	private Path directory;

	@Test
	void twoConnectionsOfPostgresBesideWhatHandlersUse() {
		try (DatabaseCrashStore store = DatabaseCrashStore.onPostgres()) {
			requireTwoConnections(store);
		}
	}

	@Test
	void twoConnectionsOfMariaDbBesideWhatHandlersUse() {
		try (DatabaseCrashStore store = DatabaseCrashStore.onMariaDb()) {
			requireTwoConnections(store);
		}
	}

	@Test
	void tenHandlersInTransactionsGetAlongWithAPoolOfThreeInPostgres() {
		try (DatabaseCrashStore store = DatabaseCrashStore.onPostgres()) {
			requireProgressWithThreeConnections(store);
		}
	}

	@Test
	void tenHandlersInTransactionsGetAlongWithAPoolOfThreeInMariaDb() {
		try (DatabaseCrashStore store = DatabaseCrashStore.onMariaDb()) {
			requireProgressWithThreeConnections(store);
		}
	}

	private void requireTwoConnections(DatabaseCrashStore store) {
		CountingDataSource connections = new CountingDataSource(store.pool());
		try (GenericApplicationContext worker = worker(store, connections)) {
			worker.refresh();
			JobDispatcher jobs = Scene.dispatcher(store.backend(), InstantSource.system());
			requireSuccess(store.backend(),
					jobs.dispatchAll(Collections.nCopies(JOBS, JobRequest.of(LedgerTask.NAME, 5))));
		}
		assertThat(connections.most()).describedAs(connections.text())
			.filteredOn((place) -> !place.getMessage().equals("jobqueue-notifications"))
			.hasSizeBetween(1, 2);
	}

	private void requireProgressWithThreeConnections(DatabaseCrashStore store) {
		try (HikariDataSource pool = store.pool(3)) {
			JobDispatcher jobs = Scene.dispatcher(store.by(pool), InstantSource.system());
			try (GenericApplicationContext worker = worker(store, pool)) {
				worker.registerBean(Chain.class, () -> new Chain(pool, jobs));
				worker.refresh();
				List<JobId> first = jobs.dispatchAll(Collections.nCopies(100, JobRequest.of("chain", 2)));
				requireSuccess(store.backend(), first);
				Scene.await()
					.until(() -> store.backend().queries().queue("default").sizes().get(JobStatus.SUCCESS) == JOBS);
			}
		}
	}

	private GenericApplicationContext worker(DatabaseCrashStore store, DataSource dataSource) {
		WorkerSettings settings = WorkerSettings.of(store.address(), this.directory.resolve("ledger"));
		return WorkerContext.of("w0", settings, new WorkerStore(store.by(dataSource), "closed by the test"));
	}

	/** None of them, in particular, was tried again because it got no connection. */
	private static void requireSuccess(StoreBackend store, List<JobId> ids) {
		Scene.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(store.queries().find(ids).values()).hasSize(ids.size())
				.extracting(JobInfo::status, JobInfo::attempts)
				.containsOnly(tuple(JobStatus.SUCCESS, 1)));
	}

	/** Dispatches its successor in a transaction of its own. */
	@JobTask(name = "chain")
	private record Chain(DataSource pool, JobDispatcher jobs) implements JobHandler<Integer, Void> {

		@Override
		public Void handle(Integer left, JobContext job) {
			new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
				new JdbcTemplate(this.pool).queryForObject("select 1", Integer.class);
				if (left > 0) {
					this.jobs.dispatch(JobRequest.of("chain", left - 1));
				}
			});
			return null;
		}

	}

}
