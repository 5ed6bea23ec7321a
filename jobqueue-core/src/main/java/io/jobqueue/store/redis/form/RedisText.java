package io.jobqueue.store.redis.form;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.jobqueue.store.form.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * Text in Redis is UTF-8; absent values are empty.
 */
public final class RedisText {

	public static final char UNIT = '\u001f';

	public static final char ENTRY = '\u001e';

	private RedisText() {
	}

	public static byte[] bytes(Object value) {
		return (value instanceof byte[] array) ? array : value.toString().getBytes(StandardCharsets.UTF_8);
	}

	public static String string(Object bytes) {
		return (bytes instanceof byte[] array) ? new String(array, StandardCharsets.UTF_8) : bytes.toString();
	}

	public static long number(Object value) {
		return (value instanceof Number number) ? number.longValue() : Long.parseLong(string(value));
	}

	public static String orEmpty(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

	static @Nullable Instant instant(String millis) {
		return millis.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(millis));
	}

	/** The text cut to a length, in a form that no separator is in. */
	static String stored(String text, int length) {
		return StoredText.of(StoredText.cut(text, length));
	}

}
