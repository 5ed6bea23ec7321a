package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobQueueException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records. All of a queue are in one hash, which scripts can be given by its key;
 * in place of a large one a mark says that it has a key of its own.
 */
final class JobRecords {

	private static final Logger logger = LoggerFactory.getLogger(JobRecords.class);

	private static final int BATCH = 100;

	/** As in {@code records.lua}. */
	private static final byte MARK = '>';

	private final RedisAccess redis;

	JobRecords(RedisAccess redis) {
		this.redis = redis;
	}

	/** Those of the records that exist, by id. */
	Map<String, JobRecord> read(QueueKeys queue, List<String> ids) {
		Map<String, JobRecord> records = new HashMap<>(ids.size() * 2);
		for (List<String> batch : Batches.of(ids, BATCH)) {
			records.putAll(decode(queue, entries(queue, batch)));
		}
		return records;
	}

	/**
	 * Decode what the hash has, reading large records where they are. One that cannot be
	 * read counts as missing, and does not keep others from being read.
	 */
	Map<String, JobRecord> decode(QueueKeys queue, Map<String, byte[]> entries) {
		Map<String, JobRecord> records = new HashMap<>(entries.size() * 2);
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

	/** One record as it is stored. */
	@Nullable Stored find(QueueKeys queue, String id) {
		byte[] value = entries(queue, List.of(id)).get(id);
		if (value == null || !isMark(value)) {
			return (value != null) ? new Stored(value, false) : null;
		}
		byte[] large = large(queue, List.of(id)).get(id);
		return (large != null) ? new Stored(large, true) : null;
	}

	private Map<String, byte[]> entries(QueueKeys queue, List<String> ids) {
		byte[][] fields = ids.stream().map(Text::bytes).toArray(byte[][]::new);
		return byId(ids, this.redis.run("read jobs",
				(connection) -> connection.hashCommands().hMGet(queue.of(Key.RECORDS), fields)));
	}

	private Map<String, byte[]> large(QueueKeys queue, List<String> ids) {
		if (ids.isEmpty()) {
			return Map.of();
		}
		byte[][] keys = keys(queue, ids).toArray(byte[][]::new);
		return byId(ids, this.redis.run("read jobs", (connection) -> connection.stringCommands().mGet(keys)));
	}

	private static Map<String, byte[]> byId(List<String> ids, List<byte[]> values) {
		Map<String, byte[]> found = new LinkedHashMap<>();
		for (int i = 0; i < ids.size(); i++) {
			byte @Nullable [] value = values.get(i);
			if (value != null) {
				found.put(ids.get(i), value);
			}
		}
		return found;
	}

	private static boolean isMark(byte[] value) {
		return value.length == 1 && value[0] == MARK;
	}

	private static void decode(String id, byte[] value, Map<String, JobRecord> records) {
		try {
			records.put(id, JobRecord.decode(id, value));
		}
		catch (JobQueueException ex) {
			logger.warn("{}", ex.getMessage());
		}
	}

	List<byte[]> keys(QueueKeys queue, Collection<String> ids) {
		List<byte[]> keys = new ArrayList<>(ids.size() + 1);
		ids.forEach((id) -> keys.add(queue.job(id)));
		return keys;
	}

	/**
	 * A record as it is stored.
	 *
	 * @param bytes the record
	 * @param large whether it has a key of its own
	 */
	record Stored(byte[] bytes, boolean large) {
	}

}
