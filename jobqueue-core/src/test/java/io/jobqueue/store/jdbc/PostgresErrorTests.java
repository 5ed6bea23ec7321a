package io.jobqueue.store.jdbc;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.testsupport.TestPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("process")
class PostgresErrorTests extends DatabaseErrors {

	@Override
	HikariDataSource ownerPool() {
		return TestPostgres.pool(3);
	}

	@Override
	HikariDataSource userPool(TestSchema schema) {
		this.schema = schema;
		this.admin.execute("create role " + role() + " login password 'x'");
		grant();
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:postgresql://localhost:" + TestPostgres.port() + "/postgres");
		pool.setMaximumPoolSize(3);
		pool.setUsername(role());
		pool.setPassword("x");
		return pool;
	}

	private String role() {
		return table("user");
	}

	@Override
	void grant() {
		this.admin.execute("grant all on all tables in schema public to " + role());
		this.admin.execute("grant all on all sequences in schema public to " + role());
	}

	@Override
	void revoke() {
		this.admin.execute("revoke all on all tables in schema public from " + role());
	}

	@Test
	void aServerThatOnlyReadsIsNoFaultOfTheJob() {
		ClaimedJob job = claimed();
		this.admin.execute("alter role " + role() + " set default_transaction_read_only = on");
		this.user.getHikariPoolMXBean().softEvictConnections();
		assertPasses(() -> finish(Outcome.success(job, "1")));
		this.admin.execute("alter role " + role() + " set default_transaction_read_only = off");
		this.user.getHikariPoolMXBean().softEvictConnections();
		assertThat(finish(Outcome.success(job, "1"))).containsExactly(FinishResult.APPLIED);
	}

	@Test
	void aStatementThatIsCancelledIsNoFaultOfTheJob() {
		ClaimedJob job = claimed();
		TransactionTemplate locking = new TransactionTemplate(new JdbcTransactionManager(this.owner));
		locking.executeWithoutResult((status) -> {
			lockPast(job);
			status.setRollbackOnly();
			CompletableFuture<List<FinishResult>> finishing = CompletableFuture
				.supplyAsync(() -> finish(Outcome.success(job, "1")));
			Awaitility.await()
				.until(() -> !this.admin
					.queryForList("select pg_cancel_backend(pid) from pg_stat_activity " + "where usename = '" + role()
							+ "' and wait_event_type = 'Lock'")
					.isEmpty());
			assertThatExceptionOfType(java.util.concurrent.CompletionException.class).isThrownBy(finishing::join)
				.withCauseInstanceOf(StoreUnavailableException.class);
		});
		assertThat(finish(Outcome.success(job, "1"))).containsExactly(FinishResult.APPLIED);
	}

}
