package io.jobqueue.store.redis;

import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.form.RedisText;
import io.jobqueue.testsupport.FormatFiles;
import io.jobqueue.testsupport.TestRedis;

/**
 * Reads and writes what is stored of a queue as it is, and reads the files of a format.
 */
final class StoredForms {

	private final QueueKeys keys;

	StoredForms(String namespace, String queue) {
		this.keys = new QueueKeys(namespace, queue);
	}

	/** The text of a file, as it is stored. */
	static String file(String name) {
		return FormatFiles.read(StoredForms.class, name);
	}

	/** A stored text as in a file, with a sign in place of each time and score. */
	static String shape(String stored) {
		return FormatFiles.visible(stored.replaceAll("\\d{13,}", "#"));
	}

	String get(Key key, Object field) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			return RedisText.string(connection.hashCommands().hGet(this.keys.of(key), RedisText.bytes(field)));
		}
	}

	void set(Key key, Object field, String value) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.hashCommands().hMSet(this.keys.of(key), Map.of(RedisText.bytes(field), RedisText.bytes(value)));
		}
	}

	void place(Key key, JobId id, double score) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.zSetCommands().zAdd(this.keys.of(key), score, RedisText.bytes(id));
		}
	}

}
