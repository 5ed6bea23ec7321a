package io.jobqueue.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.store.jdbc.TestSchema;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.SettableClock;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;
import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Dispatches of many threads to each store: they share calls, and nobody notices. */
class DispatchTogetherTests {

	@Test
	void inMemory() throws Exception {
		new DispatchTogether(new MemoryStoreBackend(new SettableClock())).assertRightAnswers();
		new DispatchTogether(new MemoryStoreBackend(new SettableClock())).assertInterruptedThreadsDispatch();
	}

	@Test
	void onRedis() throws Exception {
		RedisStoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(), TestRedis.namespace());
		new DispatchTogether(store).assertRightAnswers();
		new DispatchTogether(new RedisStoreBackend(TestRedis.shared().connectionFactory(), TestRedis.namespace()))
			.assertInterruptedThreadsDispatch();
	}

	@Test
	void onH2() throws Exception {
		try (HikariDataSource pool = h2()) {
			inDatabase(pool);
		}
	}

	@Test
	void onPostgres() throws Exception {
		try (HikariDataSource pool = TestPostgres.pool(10)) {
			inDatabase(pool);
		}
	}

	@Test
	void onMariaDb() throws Exception {
		try (HikariDataSource pool = TestMariaDb.pool(10)) {
			inDatabase(pool);
		}
	}

	private static HikariDataSource h2() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:h2:mem:together;DB_CLOSE_DELAY=-1");
		return new HikariDataSource(config);
	}

	private static void inDatabase(HikariDataSource pool) throws Exception {
		new DispatchTogether(TestSchema.create(pool).store()).assertRightAnswers();
		new DispatchTogether(TestSchema.create(pool).store()).assertInterruptedThreadsDispatch();
		transactionsStayTheirOwn(pool, new DispatchTogether(TestSchema.create(pool).store()));
	}

	/** Each call is made in the transaction of its caller, and ends with it alone. */
	private static void transactionsStayTheirOwn(HikariDataSource pool, DispatchTogether together) throws Exception {
		TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
		int threads = 8;
		CyclicBarrier step = new CyclicBarrier(threads);
		List<FutureTask<JobId>> callers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			boolean commits = i % 2 == 0;
			FutureTask<JobId> caller = new FutureTask<>(() -> transactions.execute((status) -> {
				await(step);
				JobId id = together.jobs().dispatch(JobRequest.of("send", 1).onQueue("mails"));
				// All have dispatched before one of them ends.
				await(step);
				if (!commits) {
					status.setRollbackOnly();
				}
				return id;
			}));
			callers.add(caller);
			new Thread(caller).start();
		}
		List<JobId> committed = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			JobId id = callers.get(i).get(60, TimeUnit.SECONDS);
			if (i % 2 == 0) {
				committed.add(id);
			}
		}
		assertThat(together.stored()).containsExactlyInAnyOrderElementsOf(committed);
		assertThat(together.calls()).isEqualTo(threads);
	}

	private static void await(CyclicBarrier step) {
		try {
			step.await(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
