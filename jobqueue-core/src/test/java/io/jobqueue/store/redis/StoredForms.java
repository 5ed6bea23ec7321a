package io.jobqueue.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.testsupport.TestRedis;

/**
 * Reads and writes what is stored of a queue as it is, and the texts of a format as they
 * are kept in files. In a file the separators are the visible signs of Unicode for them.
 */
final class StoredForms {

	private final QueueKeys keys;

	StoredForms(String namespace, String queue) {
		this.keys = new QueueKeys(namespace, queue);
	}

	/** The text of a file, as it is stored. */
	static String file(String name) {
		try (InputStream file = StoredForms.class.getResourceAsStream("format-1/" + name + ".txt")) {
			if (file == null) {
				throw new IllegalArgumentException("There is no file for '" + name + "'");
			}
			return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip()
				.replace('\u241f', RedisText.UNIT)
				.replace('\u241e', RedisText.ENTRY);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A stored text as in a file, with a sign in place of each time and score. */
	static String shape(String stored) {
		return stored.replaceAll("\\d{13,}", "#").replace(RedisText.UNIT, '\u241f').replace(RedisText.ENTRY, '\u241e');
	}

	String get(Key key, Object field) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			return RedisText.string(connection.hashCommands().hGet(this.keys.of(key), RedisText.bytes(field)));
		}
	}

	void set(Key key, JobId id, String value) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.hashCommands().hMSet(this.keys.of(key), Map.of(RedisText.bytes(id), RedisText.bytes(value)));
		}
	}

	void place(Key key, JobId id, double score) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.zSetCommands().zAdd(this.keys.of(key), score, RedisText.bytes(id));
		}
	}

}
