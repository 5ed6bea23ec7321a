package io.jobqueue.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.testsupport.FreezingDataSource;
import io.jobqueue.testsupport.FreezingDataSource.FrozenError;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that freezes, or loses its host or network, after each statement of each step
 * of the store. All of them stay frozen at once.
 */
abstract class FrozenSteps {

	private HikariDataSource pool;

	private TestSchema schema;

	private JdbcStoreBackend store;

	/** A pool for those that go on. */
	abstract HikariDataSource open();

	/**
	 * Have the database let a frozen transaction stand open for ever, as one does that
	 * knows no bound.
	 * @return what bound there was
	 */
	abstract @Nullable String lift(Connection connection) throws SQLException;

	/** Set the bound that there was; without one, the host is found to be gone. */
	abstract void restore(Connection connection, @Nullable String bound) throws SQLException;

	@BeforeEach
	void prepare() {
		this.pool = open();
		this.schema = TestSchema.create(this.pool);
		this.store = this.schema.store();
	}

	@AfterEach
	void close() {
		// There is none where the server cannot run.
		if (this.pool != null) {
			this.pool.close();
		}
	}

	@Test
	void othersGoOnAndTakeBackTheJobs() throws Exception {
		othersGoOn(() -> new FrozenScene(this.store), 50);
	}

	@Test
	void othersGoOnWithLimitsKeysAndSchedules() throws Exception {
		othersGoOn(() -> new FrozenLimits(this.store), 50);
	}

	@Test
	void othersGoOnWithItemsOfRawQueues() throws Exception {
		othersGoOn(() -> new FrozenRaw(this.store), 5);
	}

	private void othersGoOn(Supplier<Scene> scenes, int least) throws Exception {
		List<Frozen> all = new ArrayList<>();
		List<Callable<List<Frozen>>> freezes = new ArrayList<>();
		for (String step : new TreeSet<>(scenes.get().steps().keySet())) {
			freezes.add(() -> freezeAfterEach(step, scenes));
		}
		List<String> problems = new ArrayList<>();
		inParallel(freezes).forEach(all::addAll);
		assertThat(all).hasSizeGreaterThan(least);
		try {
			problems.addAll(problems(all, Frozen::othersGoOn));
			for (Frozen frozen : all) {
				restore(frozen.connection, frozen.bound);
			}
			problems.addAll(problems(all, this::drain));
			problems.addAll(problems(all, (frozen) -> frozen.scene.requireFenced()));
		}
		finally {
			for (Frozen frozen : all) {
				frozen.connection.abort(Runnable::run);
			}
		}
		assertThat(problems).as("%d steps were frozen", all.size()).isEmpty();
		// What was locked is left to the next pass.
		all.forEach((frozen) -> frozen.scene.prune());
		assertThat(workers()).as("what is known of workers that are gone")
			.doesNotContainAnyElementsOf(all.stream().map((frozen) -> frozen.scene.gone()).toList());
	}

	private List<String> workers() {
		return new JdbcTemplate(this.pool).queryForList("select id from " + this.schema.prefix() + "worker",
				String.class);
	}

	@Test
	void aTransactionOfTheCallerStopsNobody() throws Exception {
		FrozenScene scene = new FrozenScene(this.store);
		DriverManagerDataSource connections = connections();
		JdbcStoreBackend callers = new JdbcStoreBackend(connections, this.schema.options());
		List<Thread> threads = new ArrayList<>();
		new TransactionTemplate(new JdbcTransactionManager(connections)).executeWithoutResult((status) -> {
			callers.intake().insert(List.of(scene.job(null), scene.job(Duration.ofMillis(1))));
			Thread others = new Thread(scene::othersGoOn);
			List<Throwable> failures = new ArrayList<>();
			others.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
			threads.add(others);
			others.start();
			Awaitility.await().until(() -> !others.isAlive());
			assertThat(failures).isEmpty();
		});
		Awaitility.await().until(scene::isDrained);
	}

	private void drain(Frozen frozen) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).until(frozen.scene::isDrained);
	}

	/** One scene for each statement of a step. */
	private List<Frozen> freezeAfterEach(String step, Supplier<Scene> scenes) throws SQLException {
		List<Frozen> frozen = new ArrayList<>();
		@Nullable Frozen next = freeze(step, scenes, 1);
		while (next != null) {
			frozen.add(next);
			next = freeze(step, scenes, frozen.size() + 1);
		}
		assertThat(frozen).as(step).isNotEmpty();
		return frozen;
	}

	private @Nullable Frozen freeze(String step, Supplier<Scene> scenes, int last) throws SQLException {
		FreezingDataSource connections = new FreezingDataSource(connections(), last);
		Scene scene = scenes.get();
		JdbcStoreBackend frozen = new JdbcStoreBackend(connections, this.schema.options());
		try {
			scene.steps().get(step).accept(frozen);
		}
		catch (FrozenError | StoreUnavailableException ex) {
			assertThat(connections.frozen()).as("what is frozen in %s: %s", step, ex).isNotNull();
		}
		Connection connection = connections.frozen();
		return (connection == null) ? null
				: new Frozen("%s, after statement %d: %s".formatted(step, last, connections.lastStatement()), scene,
						connection, lift(connection));
	}

	private DriverManagerDataSource connections() {
		return new DriverManagerDataSource(this.pool.getJdbcUrl(),
				(this.pool.getUsername() != null) ? this.pool.getUsername() : "",
				(this.pool.getPassword() != null) ? this.pool.getPassword() : "");
	}

	private List<String> problems(Collection<Frozen> all, Check check) throws Exception {
		List<Callable<String>> checks = new ArrayList<>();
		for (Frozen frozen : all) {
			checks.add(() -> {
				try {
					check.check(frozen);
					return "";
				}
				catch (Exception | AssertionError ex) {
					return frozen.name + ": " + ex;
				}
			});
		}
		return inParallel(checks).stream().filter((problem) -> !problem.isEmpty()).toList();
	}

	private static <T> List<T> inParallel(Collection<Callable<T>> work) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> future : threads.invokeAll(work)) {
				results.add(future.get());
			}
			return results;
		}
		finally {
			threads.shutdown();
		}
	}

	/** Jobs of a worker that is to freeze, and of others. */
	interface Scene {

		/** What the worker can be at when it freezes, by name. */
		Map<String, Consumer<JdbcStoreBackend>> steps();

		/** All that others do meanwhile; nothing of it may wait. */
		void othersGoOn();

		/** Work as maintenance and a worker do; whether nothing is left. */
		boolean isDrained();

		/** What the worker reports later changes nothing. */
		void requireFenced();

		void prune();

		/** A worker that is gone. */
		String gone();

	}

	/** What must be so of a frozen step. */
	private interface Check {

		void check(Frozen frozen) throws Exception;

	}

	/** A step that was begun and never ends. */
	private record Frozen(String name, Scene scene, Connection connection, @Nullable String bound) {

		void othersGoOn() {
			this.scene.othersGoOn();
		}

	}

}
