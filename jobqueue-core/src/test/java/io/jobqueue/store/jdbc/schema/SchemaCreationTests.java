package io.jobqueue.store.jdbc.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobQueueException;
import io.jobqueue.outbox.OutboxBackend;
import io.jobqueue.store.jdbc.dialect.Platform;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

@Tag("process")
class SchemaCreationTests {

	private static final int APPLICATIONS = 5;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(Server.class)
	void applicationsThatStartTogetherMakeTheTablesOnce(Server server) throws Exception {
		try (HikariDataSource dataSource = server.open(this.directory)) {
			for (int round = 0; round < 5; round++) {
				String prefix = "together" + round + "_";
				CyclicBarrier start = new CyclicBarrier(APPLICATIONS);
				together(() -> {
					JdbcSchema store = JdbcSchema.of(dataSource, prefix);
					JdbcSchema outbox = JdbcSchema.of(dataSource, prefix, OutboxBackend.SCHEMA);
					start.await(20, TimeUnit.SECONDS);
					store.createMissing(dataSource);
					outbox.createMissing(dataSource);
					store.requireTables(dataSource);
					outbox.requireTables(dataSource);
					return true;
				});
			}
		}
	}

	@ParameterizedTest
	@EnumSource(Server.class)
	void anIndexThatIsMissingIsMadeAndNothingElse(Server server) {
		try (HikariDataSource dataSource = server.open(this.directory)) {
			JdbcSchema schema = JdbcSchema.of(dataSource, "index_");
			schema.createMissing(dataSource);
			assertThat(missing(dataSource, schema)).isEmpty();
			if (server != Server.MARIADB) {
				new JdbcTemplate(dataSource).execute("drop index index_ready_id");
				assertThat(missing(dataSource, schema)).extracting(SchemaPart::toString)
					.containsExactly("index 'index_ready_id'");
				schema.createMissing(dataSource);
				assertThat(missing(dataSource, schema)).isEmpty();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(Server.class)
	void aTableOfAnOlderFormIsNamedWithWhatItLacks(Server server) {
		try (HikariDataSource dataSource = server.open(this.directory)) {
			JdbcSchema schema = JdbcSchema.of(dataSource, "older_");
			schema.createMissing(dataSource);
			new JdbcTemplate(dataSource).execute("alter table older_past drop column unknown_since");
			assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> schema.createMissing(dataSource))
				.withMessageContaining("The table 'older_past' is not that of this version")
				.withMessageContaining("[unknown_since]");
			assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> schema.requireTables(dataSource));
		}
	}

	@ParameterizedTest
	@EnumSource(Server.class)
	void tablesMayBeInAnotherSchema(Server server) {
		try (HikariDataSource dataSource = server.open(this.directory)) {
			new JdbcTemplate(dataSource).execute("create schema if not exists elsewhere");
			JdbcSchema schema = JdbcSchema.of(dataSource, "elsewhere.jobs_");
			schema.createMissing(dataSource);
			JdbcSchema outbox = JdbcSchema.of(dataSource, "elsewhere.jobs_", OutboxBackend.SCHEMA);
			outbox.createMissing(dataSource);
			assertThat(missing(dataSource, schema)).isEmpty();
			assertThat(missing(dataSource, outbox)).isEmpty();
			Integer rows = new JdbcTemplate(dataSource).queryForObject("select count(*) from elsewhere.jobs_ready",
					Integer.class);
			assertThat(rows).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(Server.class)
	void aPrefixMayContainTheDefaultOne(Server server) {
		try (HikariDataSource dataSource = server.open(this.directory)) {
			new JdbcTemplate(dataSource).execute("create schema if not exists jobs2");
			for (String prefix : List.of("jobs2.jobqueue_", "app_jobqueue_")) {
				for (String location : List.of(JdbcSchema.LOCATION, OutboxBackend.SCHEMA)) {
					JdbcSchema schema = JdbcSchema.of(dataSource, prefix, location);
					schema.createMissing(dataSource);
					assertThat(missing(dataSource, schema)).isEmpty();
					assertThat(schema.script()).doesNotContain("app_app_", "jobs2.jobs2.");
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource(Server.class)
	void whatIsMadeIsCommittedByAPoolWithoutAutoCommit(Server server) {
		try (HikariDataSource dataSource = server.open(this.directory)) {
			dataSource.setAutoCommit(false);
			JdbcSchema schema = JdbcSchema.of(dataSource, "commits_");
			schema.createMissing(dataSource);
			assertThatNoException().isThrownBy(() -> schema.requireTables(dataSource));
		}
	}

	@Test
	@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void whatNoScriptMakesIsNotTriedWithoutEnd() {
		try (HikariDataSource dataSource = Server.H2_LOWER.open(this.directory)) {
			JdbcSchema schema = JdbcSchema.of(dataSource, "endless_",
					"io/jobqueue/store/jdbc/endless/V@@version@@__jobqueue.sql");
			assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> schema.createMissing(dataSource))
				.withMessageContaining("The note of version 1 is still missing after the script")
				.withMessageContaining("endless/V1__jobqueue.sql");
		}
	}

	@Test
	@Timeout(20)
	void tablesThatAreThereAreNotLocked() throws Exception {
		try (HikariDataSource dataSource = TestPostgres.pool(4)) {
			JdbcSchema schema = JdbcSchema.of(dataSource, "open_");
			schema.createMissing(dataSource);
			try (Connection connection = dataSource.getConnection(); Statement sql = connection.createStatement()) {
				connection.setAutoCommit(false);
				sql.execute("insert into open_queue (name, paused) values ('q', false)");
				sql.execute("lock table open_ready in row exclusive mode");
				schema.createMissing(dataSource);
				connection.rollback();
			}
		}
	}

	@Test
	void tablesThatAreThereNeedNoRightToMakeThem() {
		try (HikariDataSource owner = TestPostgres.pool(2); HikariDataSource user = TestPostgres.pool(2)) {
			JdbcTemplate jdbc = new JdbcTemplate(owner);
			JdbcSchema schema = JdbcSchema.of(owner, "rights_");
			schema.createMissing(owner);
			jdbc.execute("revoke create on schema public from public");
			jdbc.execute("create role plain login");
			jdbc.execute("grant select, insert, update, delete on all tables in schema public to plain");
			user.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(TestPostgres.port()));
			user.setUsername("plain");
			assertThatNoException().isThrownBy(() -> schema.createMissing(user));
			JdbcSchema other = JdbcSchema.of(user, "none_");
			assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> other.createMissing(user))
				.withMessageContaining("permission denied for schema public")
				.withMessageContaining("schema/postgresql/V1__jobqueue.sql");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Oracle", "MSSQLServer", "Derby", "STRICT" })
	void aModeOfH2ThatCannotServeIsRefused(String mode) {
		String url = "jdbc:h2:mem:%s;DATABASE_TO_LOWER=true;MODE=%s".formatted(mode, mode);
		try (HikariDataSource dataSource = Server.h2(url)) {
			assertThatExceptionOfType(JobQueueException.class)
				.isThrownBy(() -> JdbcSchema.of(dataSource, JdbcSchema.DEFAULT_PREFIX))
				.withMessageContaining("H2 in MODE=" + mode);
		}
	}

	private static List<SchemaPart> missing(HikariDataSource dataSource, JdbcSchema schema) {
		try (Connection connection = dataSource.getConnection()) {
			return new SchemaCreation(schema, Platform.of(connection)).missing(connection);
		}
		catch (SQLException ex) {
			throw new JobQueueException("No connection", ex);
		}
	}

	private static void together(Callable<Boolean> application) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(APPLICATIONS);
		try {
			List<Future<Boolean>> starts = new ArrayList<>();
			for (int i = 0; i < APPLICATIONS; i++) {
				starts.add(threads.submit(application));
			}
			for (Future<Boolean> start : starts) {
				assertThat(start.get(60, TimeUnit.SECONDS)).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private enum Server {

		POSTGRESQL {

			@Override
			HikariDataSource open(Path directory) {
				return TestPostgres.pool(APPLICATIONS);
			}

		},
		MARIADB {

			@Override
			HikariDataSource open(Path directory) {
				return TestMariaDb.pool(APPLICATIONS);
			}

		},
		H2_FILE {

			@Override
			HikariDataSource open(Path directory) {
				return h2("jdbc:h2:file:" + directory.resolve("jobs"));
			}

		},
		H2_LOWER {

			@Override
			HikariDataSource open(Path directory) {
				return h2("jdbc:h2:mem:lower;DATABASE_TO_UPPER=false");
			}

		},
		H2_ANY_CASE {

			@Override
			HikariDataSource open(Path directory) {
				return h2("jdbc:h2:mem:any;DATABASE_TO_UPPER=false;CASE_INSENSITIVE_IDENTIFIERS=true");
			}

		};

		abstract HikariDataSource open(Path directory);

		private static HikariDataSource h2(String url) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			pool.setMaximumPoolSize(APPLICATIONS);
			return pool;
		}

	}

}
