package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobQueueException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records, outside of scripts.
 */
final class JobRecords {

	private static final Logger logger = LoggerFactory.getLogger(JobRecords.class);

	private static final int BATCH = 100;

	private final RedisAccess redis;

	JobRecords(RedisAccess redis) {
		this.redis = redis;
	}

	/** Those of the records that exist, by id. */
	Map<String, JobRecord> read(QueueKeys queue, List<String> ids) {
		Map<String, JobRecord> records = new HashMap<>(ids.size() * 2);
		for (List<String> batch : Batches.of(ids, BATCH)) {
			byte[][] keys = batch.stream().map(queue::job).toArray(byte[][]::new);
			List<byte[]> values = this.redis.run("read jobs", (connection) -> connection.stringCommands().mGet(keys));
			for (int i = 0; i < values.size(); i++) {
				byte @Nullable [] value = values.get(i);
				if (value != null) {
					decode(batch.get(i), value, records);
				}
			}
		}
		return records;
	}

	/**
	 * One that cannot be read counts as missing, and does not keep others from being
	 * read.
	 */
	private static void decode(String id, byte[] value, Map<String, JobRecord> records) {
		try {
			records.put(id, JobRecord.decode(id, value));
		}
		catch (JobQueueException ex) {
			logger.warn("{}", ex.getMessage());
		}
	}

	List<byte[]> keys(QueueKeys queue, List<String> ids) {
		List<byte[]> keys = new ArrayList<>(ids.size());
		ids.forEach((id) -> keys.add(queue.job(id)));
		return keys;
	}

}
