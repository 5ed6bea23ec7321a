package io.jobqueue.store.jdbc.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import io.jobqueue.JobError;
import io.jobqueue.JobStatus;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.JobProgress;

import org.jspecify.annotations.Nullable;

/**
 * Values as columns hold them.
 */
public final class Values {

	private static final int ERROR_TYPE_LENGTH = 500;

	private static final int ESCAPED = 5;

	private Values() {
	}

	public static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
		long value = row.getLong(column);
		return row.wasNull() ? null : value;
	}

	public static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
		int value = row.getInt(column);
		return row.wasNull() ? null : value;
	}

	/** A status, {@code null} for none and for one that only another release knows. */
	public static @Nullable JobStatus statusOrNull(ResultSet row, String column) throws SQLException {
		String name = row.getString(column);
		for (JobStatus status : JobStatus.values()) {
			if (status.name().equals(name)) {
				return status;
			}
		}
		return null;
	}

	/** Progress in two columns of a row, whose names have a prefix. */
	public static JobProgress progress(ResultSet row, String prefix) throws SQLException {
		return new JobProgress(row.getDouble(prefix + "progress"), row.getString(prefix + "progress_text"));
	}

	static @Nullable Instant instant(@Nullable Long millis) {
		return (millis != null) ? Instant.ofEpochMilli(millis) : null;
	}

	public static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	/** In a form that fits its column also where it had to be escaped. */
	static String errorType(JobError error) {
		String type = StoredText.of(StoredText.cut(error.type(), ERROR_TYPE_LENGTH));
		return (type.length() <= ERROR_TYPE_LENGTH) ? type
				: StoredText.of(StoredText.cut(error.type(), ERROR_TYPE_LENGTH / ESCAPED));
	}

}
