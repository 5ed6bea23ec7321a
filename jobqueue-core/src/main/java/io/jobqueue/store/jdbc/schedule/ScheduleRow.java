package io.jobqueue.store.jdbc.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.store.jdbc.row.Values;
import io.jobqueue.store.schedule.ScheduleRuns;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table of schedules.
 */
final class ScheduleRow {

	private ScheduleRow() {
	}

	static StoredSchedule read(ResultSet row) throws SQLException {
		return read(row, true);
	}

	static StoredSchedule readWithoutRuns(ResultSet row) throws SQLException {
		return read(row, false);
	}

	private static StoredSchedule read(ResultSet row, boolean runs) throws SQLException {
		String job = row.getString("last_job");
		return new StoredSchedule(row.getString("name"), row.getString("queue"), row.getLong("revision"),
				instant(row, "due_at"), instant(row, "waiting"), instant(row, "last_tick"),
				(job != null) ? JobId.of(job) : null, row.getString("fingerprint"), row.getString("definition"),
				row.getString("marks"), instant(row, "declared_at"),
				runs ? ScheduleRuns.read(row.getString("runs")) : List.of());
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		Long millis = Values.longOrNull(row, column);
		return (millis != null) ? Instant.ofEpochMilli(millis) : null;
	}

	static @Nullable Long millis(@Nullable Instant time) {
		return (time != null) ? time.toEpochMilli() : null;
	}

	static @Nullable String id(@Nullable JobId id) {
		return (id != null) ? id.value() : null;
	}

}
