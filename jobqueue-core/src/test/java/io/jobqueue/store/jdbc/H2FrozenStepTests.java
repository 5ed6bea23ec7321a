package io.jobqueue.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/**
 * H2 ends no session by itself: the jobs of a frozen step wait until its connection is
 * closed, all others go on.
 */
@Tag("slow")
class H2FrozenStepTests extends FrozenSteps {

	@Override
	HikariDataSource open() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		return pool;
	}

	@Override
	@Nullable String lift(Connection connection) {
		return null;
	}

	@Override
	void restore(Connection connection, @Nullable String bound) throws SQLException {
		connection.rollback();
	}

}
