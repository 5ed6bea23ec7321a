package io.jobqueue.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.jdbc.access.JdbcStoreOptions;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables in another schema than that of the user, with a prefix that contains the default
 * one, over a pool whose connections do not commit each statement.
 */
@Tag("process")
class OtherSchemaTests {

	private static final String QUEUE = "q";

	private static final String PREFIX = "elsewhere2.jobqueue_";

	@ParameterizedTest
	@EnumSource(Server.class)
	void jobsRunThere(Server server) throws SQLException {
		try (HikariDataSource dataSource = server.pool.get()) {
			dataSource.setAutoCommit(false);
			createSchema(dataSource);
			JdbcSchema.of(dataSource, PREFIX).createMissing(dataSource);
			StoreBackend store = new JdbcStoreBackend(dataSource, JdbcStoreOptions.DEFAULT.withTablePrefix(PREFIX));
			assertThat(store.intake().insert(List.of(job(1, null), job(2, null), job(3, Duration.ofHours(1)))))
				.containsOnly(InsertResult.INSERTED);
			ClaimedJob first = store.feed().claim(new ClaimRequest(QUEUE, "w", 1, Duration.ofMinutes(1))).jobs().get(0);
			assertThat(store.feed().finish(QUEUE, "w", List.of(Outcome.success(first, null))))
				.containsExactly(FinishResult.APPLIED);
			assertThat(store.actions().cancel(id(2))).isEqualTo(JobStatus.QUEUED);
			assertThat(store.actions().cancel(id(3))).isEqualTo(JobStatus.SCHEDULED);
			assertThat(store.queries().find(List.of(id(1), id(2), id(3))).values()).extracting(JobInfo::status)
				.containsExactlyInAnyOrder(JobStatus.SUCCESS, JobStatus.CANCELLED, JobStatus.CANCELLED);
		}
	}

	private static void createSchema(HikariDataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement sql = connection.createStatement()) {
			sql.execute("create schema if not exists elsewhere2");
			connection.commit();
		}
	}

	private static NewJob job(int number, @Nullable Duration delay) {
		return new NewJob(id(number), QUEUE, JobDetails.of("task", "1"), delay, null);
	}

	private static JobId id(int number) {
		return JobId.of(QUEUE + "-%026d".formatted(number));
	}

	private static HikariDataSource h2() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		return pool;
	}

	private enum Server {

		H2(OtherSchemaTests::h2), POSTGRESQL(() -> TestPostgres.pool(4)), MARIADB(() -> TestMariaDb.pool(4));

		private final Supplier<HikariDataSource> pool;

		Server(Supplier<HikariDataSource> pool) {
			this.pool = pool;
		}

	}

}
