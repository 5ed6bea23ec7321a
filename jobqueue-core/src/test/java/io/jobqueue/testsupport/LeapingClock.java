package io.jobqueue.testsupport;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections to MariaDB whose clock a test sets. */
public final class LeapingClock extends DelegatingDataSource {

	private volatile Duration ahead = Duration.ZERO;

	public LeapingClock(DataSource target) {
		super(target);
	}

	/** From now on the clock of the database is ahead, or behind. */
	public void set(Duration ahead) {
		this.ahead = ahead;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		try (Statement statement = connection.createStatement()) {
			Instant now = InstantSource.system().instant().plus(this.ahead);
			statement.execute("set timestamp = %d.%06d".formatted(now.getEpochSecond(), now.getNano() / 1000));
		}
		return connection;
	}

}
