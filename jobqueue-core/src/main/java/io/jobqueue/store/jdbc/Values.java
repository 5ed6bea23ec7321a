package io.jobqueue.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.JobError;
import io.jobqueue.store.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * Values as columns hold them.
 */
final class Values {

	private static final int ERROR_TYPE_LENGTH = 500;

	private static final int ESCAPED = 5;

	private Values() {
	}

	static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
		long value = row.getLong(column);
		return row.wasNull() ? null : value;
	}

	static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
		int value = row.getInt(column);
		return row.wasNull() ? null : value;
	}

	static @Nullable Instant instant(@Nullable Long millis) {
		return (millis != null) ? Instant.ofEpochMilli(millis) : null;
	}

	static @Nullable Duration duration(@Nullable Long millis) {
		return (millis != null) ? Duration.ofMillis(millis) : null;
	}

	static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	/** In a form that fits its column also where it had to be escaped. */
	static String errorType(JobError error) {
		String type = StoredText.of(StoredText.cut(error.type(), ERROR_TYPE_LENGTH));
		return (type.length() <= ERROR_TYPE_LENGTH) ? type
				: StoredText.of(StoredText.cut(error.type(), ERROR_TYPE_LENGTH / ESCAPED));
	}

	static @Nullable String headers(Map<String, String> headers) {
		if (headers.isEmpty()) {
			return null;
		}
		List<String> fields = new ArrayList<>();
		headers.forEach((name, value) -> {
			fields.add(name);
			fields.add(value);
		});
		return TextFields.write(fields);
	}

	static Map<String, String> headers(@Nullable String text) {
		if (text == null) {
			return Map.of();
		}
		List<@Nullable String> fields = TextFields.read(text, 2);
		Map<String, String> headers = new LinkedHashMap<>();
		for (int i = 0; i + 1 < fields.size(); i += 2) {
			headers.put(Objects.requireNonNull(fields.get(i)), Objects.requireNonNull(fields.get(i + 1)));
		}
		return headers;
	}

}
