package io.jobqueue.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.FreezingDataSource;
import io.jobqueue.testsupport.FreezingDataSource.FrozenError;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rows of the outbox that a relay which does not run any more keeps locked.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("process")
class LockedRowsOutboxTests {

	@ParameterizedTest
	@EnumSource(Server.class)
	void jobsBehindRowsThatAreLockedAreRelayedInAPassThatEnds(Server server) throws SQLException {
		try (OutboxFixture outbox = new OutboxFixture(server.pool.get())) {
			outbox.insert(
					IntStream.range(0, 502).mapToObj((i) -> OutboxFixture.job("q", "n" + i)).toArray(NewJob[]::new));
			RelayPass pass = outbox.pass("other");
			try (Connection frozen = outbox.dataSource.getConnection(); Statement sql = frozen.createStatement()) {
				frozen.setAutoCommit(false);
				sql.execute(outbox.expand("select seq from {p}outbox order by seq limit 500 for update"));
				assertThat(pass.runOnce()).isEqualTo(2);
				assertThat(pass.runOnce()).isZero();
				frozen.rollback();
			}
			assertThat(pass.runOnce()).isEqualTo(500);
		}
	}

	/** Where the database is another process. */
	@ParameterizedTest
	@EnumSource(value = Server.class, names = "H2", mode = EnumSource.Mode.EXCLUDE)
	void rowsThatARelayWasDeletingWhenItFrozeAreFreeSoon(Server server) throws SQLException {
		try (OutboxFixture outbox = new OutboxFixture(server.pool.get())) {
			outbox.insert(OutboxFixture.job("q", "1"), OutboxFixture.job("q", "2"));
			Connection open = frozenInTheDelete(outbox);
			RelayPass pass = outbox.pass("other");
			assertThat(pass.runOnce()).as("they are locked").isZero();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(pass.runOnce()).isEqualTo(2));
			assertThat(outbox.stored()).containsExactly("1", "2");
			assertThatExceptionOfType(SQLException.class).as("the database has ended the session")
				.isThrownBy(open::close);
		}
	}

	private static Connection frozenInTheDelete(OutboxFixture outbox) {
		for (int statements = 1;; statements++) {
			FreezingDataSource connections = new FreezingDataSource(outbox.dataSource, statements);
			try {
				outbox.pass("frozen", connections).runOnce();
			}
			catch (FrozenError | RuntimeException ex) {
				assertThat(connections.frozen()).as("what is frozen").isNotNull();
			}
			outbox.update("update {p}outbox_lease set lease_until = 0");
			Connection frozen = connections.frozen();
			assertThat(frozen).as("it freezes in a delete").isNotNull();
			if (connections.lastStatement().startsWith("delete")) {
				return frozen;
			}
			close(frozen);
		}
	}

	private static void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private enum Server {

		H2(OutboxFixture::h2), POSTGRESQL(() -> TestPostgres.pool(4)), MARIADB(() -> TestMariaDb.pool(4));

		private final Supplier<HikariDataSource> pool;

		Server(Supplier<HikariDataSource> pool) {
			this.pool = pool;
		}

	}

}
