package io.jobqueue.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.store.jdbc.schema.DatabaseClock;
import io.jobqueue.testsupport.TestMariaDb;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The clock of the outbox and of payloads where local times occur twice. */
@Tag("process")
class DatabaseClockTests {

	/** Summer time ends then, at one o'clock UTC. */
	private static final long CHANGE = 1_761_440_400;

	@Test
	void timeGoesOnInTheHourThatOccursTwice() throws SQLException {
		try (HikariDataSource pool = TestMariaDb.pool(1); Connection connection = pool.getConnection()) {
			JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
			defineZone(connection);
			for (long second = CHANGE - 5400; second < CHANGE + 5400; second += 900) {
				jdbc.execute("set timestamp = " + second + ".25");
				assertThat(jdbc.queryForObject("select " + DatabaseClock.millis("mariadb"), Long.class))
					.isEqualTo(second * 1000 + 250);
			}
			jdbc.execute("set timestamp = default, time_zone = default");
		}
	}

	private static void defineZone(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("insert into mysql.time_zone (use_leap_seconds) values ('N')");
			statement.execute("set @zone = last_insert_id()");
			statement.execute("insert into mysql.time_zone_name values ('Autumn', @zone)");
			statement.execute(
					"""
							insert into mysql.time_zone_transition_type values (@zone, 0, 7200, 1, 'S'), (@zone, 1, 3600, 0, 'W')
							""");
			statement
				.execute("insert into mysql.time_zone_transition values (@zone, 0, 0), (@zone, " + CHANGE + ", 1)");
			statement.execute("set time_zone = 'Autumn'");
		}
	}

}
