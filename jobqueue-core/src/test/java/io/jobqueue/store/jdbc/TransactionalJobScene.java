package io.jobqueue.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;
import io.jobqueue.worker.FakeTask;
import io.jobqueue.worker.JobWorker;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/**
 * Jobs whose handler writes a row, in a database that the job itself is in too.
 */
@ParameterizedClass
@MethodSource("databases")
abstract class TransactionalJobScene {

	@Parameter
	private Database database;

	HikariDataSource pool;

	private TestSchema schema;

	StoreBackend store;

	private JdbcTemplate jdbc;

	private JdbcTransactionManager manager;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	/** What happens before and after each commit. */
	final AtomicReference<Runnable> beforeCommit = new AtomicReference<>(() -> {
	});

	final AtomicReference<Runnable> afterCommit = new AtomicReference<>(() -> {
	});

	@Nullable JobWorker worker;

	static Stream<Named<Database>> databases() {
		return Stream.of(Named.of("H2", TransactionalJobScene::h2), Named.of("PostgreSQL", () -> TestPostgres.pool(8)),
				Named.of("MariaDB", () -> TestMariaDb.pool(8)));
	}

	private static HikariDataSource h2() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:transactional;DB_CLOSE_DELAY=-1");
		return pool;
	}

	@BeforeEach
	void open() {
		this.pool = this.database.open();
		this.schema = TestSchema.create(this.pool);
		this.store = this.schema.store();
		this.jdbc = new JdbcTemplate(this.pool);
		this.manager = new JdbcTransactionManager(this.pool);
		this.jdbc.execute("create table " + table() + " (item varchar(20) not null)");
	}

	@AfterEach
	void close() {
		if (this.worker != null) {
			this.worker.stop();
		}
		this.threads.shutdownNow();
		this.jdbc.execute("drop table " + table());
		this.pool.close();
	}

	private String table() {
		return this.schema.prefix() + "ordered";
	}

	void write() {
		this.jdbc.update("insert into " + table() + " (item) values ('pen')");
	}

	int rows() {
		Integer rows = this.jdbc.queryForObject("select count(*) from " + table(), Integer.class);
		return (rows != null) ? rows : -1;
	}

	JobId run(FakeTask.Handler handler) {
		FakeTask task = new FakeTask("order", handler, FakeTask.policy(2), Duration.ofMinutes(1)) {
			@Override
			public boolean finishInTransaction() {
				return true;
			}

			/** What the test does in the handler is not interrupted. */
			@Override
			public boolean interrupt() {
				return false;
			}
		};
		TaskRegistry tasks = mock(TaskRegistry.class);
		when(tasks.find(anyString())).thenReturn(Optional.of(task));
		when(tasks.tasks()).thenReturn(List.of(task));
		Executor executor = this.threads;
		WorkerServices services = new WorkerServices(this.store, tasks,
				new JacksonJobSerializer(JsonMapper.builder().build()), List.of(), JobEvents.NONE,
				InstantSource.system(), executor, (name) -> executor, (action) -> action, StoredPayloads.NONE,
				LogOptions.DEFAULT, new Transactions(), WorkerFlows.NONE);
		JobId id = JobId.of("order-1");
		this.store.intake().insert(List.of(new NewJob(id, "q", "order", "\"x\"")));
		this.worker = new JobWorker(() -> new WorkerIdentity("w" + System.nanoTime(), "localhost", 1, Instant.EPOCH),
				List.of(new ContainerOptions("q", 2)), options(), services);
		this.worker.start();
		return id;
	}

	private static WorkerOptions options() {
		return new WorkerOptions(Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(5),
				Duration.ofMillis(200), Duration.ofHours(1), 0, 5, 20, null, false);
	}

	JobInfo end(JobId id) {
		return await().atMost(Duration.ofSeconds(40))
			.until(() -> this.store.queries().find(List.of(id)).get(id), (job) -> job.status().isEnd());
	}

	/** On another thread, so outside the transaction. */
	<T> T elsewhere(Callable<T> work) throws Exception {
		return this.threads.submit(work).get();
	}

	/** Another worker finds that the lease is over, before this one renews it. */
	boolean loseLease() {
		await().until(() -> {
			this.jdbc.update("update " + this.schema.prefix() + "lease set lease_until = 1");
			return this.store.maintenance().reclaim("q", 5, 10).total() == 1;
		});
		return true;
	}

	/** End the physical connection of the transaction of this thread. */
	void kill() {
		Connection connection = DataSourceUtils.getConnection(this.pool);
		try {
			Connection physical = connection.unwrap(Connection.class);
			physical.rollback();
			physical.close();
			// Else the pool would lend it again before it looks whether it is alive.
			this.pool.evictConnection(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Transactions with a breakpoint around their commit. */
	private final class Transactions implements AttemptTransaction {

		@Override
		public <T> T run(String name, Callable<T> work) throws Exception {
			TransactionStatus status = TransactionalJobScene.this.manager
				.getTransaction(new DefaultTransactionDefinition());
			T result;
			try {
				result = work.call();
				TransactionalJobScene.this.beforeCommit.get().run();
			}
			catch (Throwable ex) {
				try {
					TransactionalJobScene.this.manager.rollback(status);
				}
				catch (RuntimeException rollback) {
					ex.addSuppressed(rollback);
				}
				throw ex;
			}
			TransactionalJobScene.this.manager.commit(status);
			TransactionalJobScene.this.afterCommit.get().run();
			return result;
		}

	}

	/** Opens a pool of a database. */
	interface Database {

		HikariDataSource open();

	}

}
