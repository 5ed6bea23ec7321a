package io.jobqueue.autoconfigure.jdbc;

import java.sql.Connection;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.testsupport.TestPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("process")
class SchemaLockTests {

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aStartDoesNotWaitForALongTransactionOfAnother() throws Exception {
		try (HikariDataSource pool = TestPostgres.pool(3)) {
			initialize(pool);
			try (Connection other = pool.getConnection(); Statement statement = other.createStatement()) {
				other.setAutoCommit(false);
				assertThat(statement.executeUpdate("insert into lock_queue (name, paused) values ('a', false)"))
					.isOne();
				statement.execute("lock table lock_ready in row exclusive mode");
				initialize(pool);
				other.rollback();
			}
		}
	}

	private static void initialize(HikariDataSource pool) {
		new JobQueueSchemaInitializer(pool, JdbcSchema.LOCATION, DatabaseInitializationMode.ALWAYS, "lock_")
			.initializeDatabase();
	}

}
