package io.jobqueue.store.redis.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.redis.access.CommandBatches;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisJobRecord;
import io.jobqueue.store.support.LogText;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records. All of a queue are in one hash, which scripts can be given by its key;
 * in place of a large one a mark says that it has a key of its own.
 */
public final class RedisJobRecords {

	private static final Logger logger = LoggerFactory.getLogger(RedisJobRecords.class);

	private static final int BATCH = 100;

	/** As in {@code records.lua}. */
	private static final byte MARK = '>';

	private final RedisAccess redis;

	public RedisJobRecords(RedisAccess redis) {
		this.redis = redis;
	}

	/** Those of the records that exist, by id. */
	public Map<String, RedisJobRecord> read(QueueKeys queue, List<String> ids) {
		Map<String, RedisJobRecord> records = new HashMap<>(ids.size() * 2);
		for (List<String> batch : CommandBatches.of(ids, BATCH)) {
			records.putAll(decode(queue, entries(queue, batch)));
		}
		return records;
	}

	/**
	 * Decode what the hash has, reading large records where they are. For one that
	 * another release wrote in a form of its own {@link RedisJobRecord#UNREADABLE}
	 * stands.
	 */
	public Map<String, RedisJobRecord> decode(QueueKeys queue, Map<String, byte[]> entries) {
		Map<String, RedisJobRecord> records = new HashMap<>(entries.size() * 2);
		List<String> large = new ArrayList<>(0);
		entries.forEach((id, value) -> {
			if (isMark(value)) {
				large.add(id);
			}
			else {
				decode(id, value, records);
			}
		});
		large(queue, large).forEach((id, value) -> decode(id, value, records));
		return records;
	}

	/**
	 * By scripts: a plain read may be answered by a replica that does not know them yet.
	 */
	private Map<String, byte[]> entries(QueueKeys queue, List<String> ids) {
		return byId(ids, this.redis.answers(ids.size(), Script.READ, queue, List.of(), ids));
	}

	/** Outside of scripts, which would copy them, as far as what answers knows them. */
	private Map<String, byte[]> large(QueueKeys queue, List<String> ids) {
		if (ids.isEmpty()) {
			return Map.of();
		}
		byte[][] keys = keys(queue, ids).toArray(byte[][]::new);
		Map<String, byte[]> found = byId(ids,
				this.redis.run("read jobs", (connection) -> connection.stringCommands().mGet(keys)));
		for (String id : ids) {
			if (!found.containsKey(id)) {
				this.redis.list(Script.LARGE, queue, List.of(queue.job(id)), List.of())
					.forEach((record) -> found.put(id, (byte[]) record));
			}
		}
		return found;
	}

	private static Map<String, byte[]> byId(List<String> ids, List<?> values) {
		Map<String, byte[]> found = new LinkedHashMap<>();
		for (int i = 0; i < ids.size(); i++) {
			Object value = values.get(i);
			if (value instanceof byte[] bytes && bytes.length > 0) {
				found.put(ids.get(i), bytes);
			}
		}
		return found;
	}

	private static boolean isMark(byte[] value) {
		return value.length == 1 && value[0] == MARK;
	}

	private static void decode(String id, byte[] value, Map<String, RedisJobRecord> records) {
		try {
			records.put(id, RedisJobRecord.decode(id, value));
		}
		catch (JobQueueException ex) {
			logger.debug("{}", LogText.of(ex.getMessage()));
			records.put(id, RedisJobRecord.UNREADABLE);
		}
	}

	List<byte[]> keys(QueueKeys queue, Collection<String> ids) {
		List<byte[]> keys = new ArrayList<>(ids.size() + 1);
		ids.forEach((id) -> keys.add(queue.job(id)));
		return keys;
	}

}
