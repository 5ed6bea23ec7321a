package io.jobqueue.crash;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.crash.Ledger.Event;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Jobs that are dispatched in a transaction which never commits, because its process or
 * its session is killed, leave nothing.
 */
class UncommittedDispatchTests {

	private static final String OPEN_IN_POSTGRES = "select count(*) from pg_stat_activity where state like 'idle in transaction%'";

	private static final String OPEN_IN_MARIADB = "select count(*) from information_schema.innodb_trx";

	@BadDay
	void processKilledOnPostgres(Scene scene) throws InterruptedException {
		processKilled(scene, scene.on(DatabaseCrashStore.onPostgres()), OPEN_IN_POSTGRES);
	}

	@BadDay
	void processKilledOnMariaDb(Scene scene) throws InterruptedException {
		processKilled(scene, scene.on(DatabaseCrashStore.onMariaDb()), OPEN_IN_MARIADB);
	}

	@BadDay
	void sessionKilledOnPostgres(Scene scene) {
		sessionKilled(scene, scene.on(DatabaseCrashStore.onPostgres()), "select pg_backend_pid()",
				"select pg_terminate_backend(%d)");
	}

	@BadDay
	void sessionKilledOnMariaDb(Scene scene) {
		sessionKilled(scene, scene.on(DatabaseCrashStore.onMariaDb()), "select connection_id()", "kill %d");
	}

	private static void processKilled(Scene scene, DatabaseCrashStore store, String open) throws InterruptedException {
		String ledger = scene.ledger().file().toString();
		WorkerProcess dispatcher = scene
			.use(WorkerProcess.start("dispatcher", scene.ledger().file(), DispatchMain.class, store.address(), ledger));
		Scene.await().until(() -> scene.ledger().jobs(Event.ROLLED_BACK).size() == DispatchMain.JOBS);
		JdbcTemplate jdbc = new JdbcTemplate(store.pool());
		assertThat(jdbc.queryForObject(open, Integer.class)).isOne();
		dispatcher.kill();
		assertThat(dispatcher.awaitExit(Duration.ofSeconds(10))).isTrue();
		// InnoDB shows what it showed before to whoever asks again within 100 ms.
		Scene.await()
			.pollInterval(Duration.ofMillis(500))
			.until(() -> Integer.valueOf(0).equals(jdbc.queryForObject(open, Integer.class)));
		requireNothingLeft(scene, store, DispatchMain.JOBS);
	}

	private static void sessionKilled(Scene scene, DatabaseCrashStore store, String session, String kill) {
		JobDispatcher jobs = Scene.dispatcher(store.backend(), InstantSource.system());
		JdbcTemplate jdbc = new JdbcTemplate(store.pool());
		List<JobId> ids = new ArrayList<>();
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(store.pool()));
		assertThatExceptionOfType(TransactionException.class)
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> {
				ids.addAll(jobs.dispatchAll(Collections.nCopies(10, JobRequest.of(LedgerTask.NAME, 1))));
				Long victim = jdbc.queryForObject(session, Long.class);
				// On another thread, so over another connection.
				CompletableFuture.runAsync(() -> jdbc.execute(kill.formatted(victim))).join();
			}));
		assertThat(ids).hasSize(10);
		assertThat(scene.find(ids)).isEmpty();
		requireNothingLeft(scene, store, 0);
	}

	/** What was and is dispatched otherwise is all that there is, and all that runs. */
	private static void requireNothingLeft(Scene scene, DatabaseCrashStore store, int committed) {
		JdbcTemplate jdbc = new JdbcTemplate(store.pool());
		for (String table : List.of("job", "ready")) {
			assertThat(jdbc.queryForObject("select count(*) from " + store.tablePrefix() + table, Integer.class))
				.as(table)
				.isEqualTo(committed);
		}
		scene.worker("w0");
		Set<String> dispatched = new HashSet<>(scene.ledger().jobs(Event.DISPATCHED));
		scene.dispatch(10, 1).forEach((id) -> dispatched.add(id.value()));
		scene.awaitAllEnded();
		assertThat(dispatched).hasSize(committed + 10);
		assertThat(scene.ledger().jobs(Event.START)).isEqualTo(dispatched);
	}

}
