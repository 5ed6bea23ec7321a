package io.jobqueue.store.jdbc;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.testsupport.TestBackend;
import io.jobqueue.testsupport.TestServer;
import io.jobqueue.testsupport.TestServers;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What MariaDB and MySQL refuse.
 */
abstract class InnoDbErrors extends DatabaseErrors {

	private final TestServer server;

	InnoDbErrors(TestBackend backend) {
		this.server = TestServers.shared(backend);
	}

	@Override
	HikariDataSource ownerPool() {
		return this.server.pool(3);
	}

	@Override
	HikariDataSource userPool(TestSchema schema) {
		this.schema = schema;
		this.admin.execute("drop user if exists " + name());
		this.admin.execute("create user " + name() + " identified by 'x'");
		grant();
		HikariDataSource pool = this.server.pool(3);
		pool.setUsername(table("user"));
		pool.setPassword("x");
		return pool;
	}

	private String name() {
		return this.server.account(table("user"));
	}

	@Override
	void grant() {
		this.admin.execute("grant all on jobs.* to " + name());
		newSessions();
	}

	@Override
	void revoke() {
		this.admin.execute("revoke insert, delete on jobs.* from " + name());
		newSessions();
	}

	/** A session keeps the rights that it had when it chose its database. */
	private void newSessions() {
		if (this.user != null) {
			this.user.getHikariPoolMXBean().softEvictConnections();
		}
	}

	@Test
	void aServerThatOnlyReadsIsNoFaultOfTheJob() {
		ClaimedJob job = claimed();
		this.admin.execute("set global read_only = on");
		try {
			assertPasses(() -> finish(Outcome.success(job, "1")));
		}
		finally {
			this.admin.execute("set global read_only = off");
		}
		assertThat(finish(Outcome.success(job, "1"))).containsExactly(FinishResult.APPLIED);
	}

	@Test
	void aLockThatIsWaitedForTooLongIsNoFaultOfTheJob() {
		ClaimedJob job = claimed();
		locked(job, () -> assertPasses(() -> finish(Outcome.success(job, "1"))));
		assertThat(finish(Outcome.success(job, "1"))).containsExactly(FinishResult.APPLIED);
	}

	@Test
	void aStatementThatIsKilledIsNoFaultOfTheJob() {
		ClaimedJob job = claimed();
		locked(job, () -> {
			CompletableFuture<List<FinishResult>> finishing = CompletableFuture
				.supplyAsync(() -> finish(Outcome.success(job, "1")));
			Awaitility.await().until(() -> {
				List<Long> waiting = this.admin
					.queryForList("select id from information_schema.processlist where user = '" + table("user")
							+ "' and info like 'insert into %past%'", Long.class);
				waiting.forEach((id) -> this.admin.execute("kill query " + id));
				return finishing.isDone();
			});
			assertThatExceptionOfType(CompletionException.class).isThrownBy(finishing::join)
				.withCauseInstanceOf(StoreUnavailableException.class);
		});
		assertThat(finish(Outcome.success(job, "1"))).containsExactly(FinishResult.APPLIED);
	}

	@Test
	void whatIsTooLargeForTheServerIsRefusedAloneAndBreaksNothing() {
		ClaimedJob job = claimed();
		String large = "x".repeat(this.admin.queryForObject("select @@max_allowed_packet", Integer.class));
		assertThatExceptionOfType(StoreRefusedException.class)
			.isThrownBy(() -> this.backend.intake().insert(List.of(job("1"), job(large))))
			.withMessageContaining("max_allowed_packet");
		assertThatExceptionOfType(StoreRefusedException.class).isThrownBy(() -> finish(Outcome.success(job, large)))
			.withMessageContaining("max_allowed_packet");
		assertThat(finish(Outcome.success(job, "1"))).containsExactly(FinishResult.APPLIED);
	}

	private void locked(ClaimedJob job, Runnable action) {
		new TransactionTemplate(new JdbcTransactionManager(this.owner)).executeWithoutResult((status) -> {
			lockPast(job);
			action.run();
			status.setRollbackOnly();
		});
	}

}
