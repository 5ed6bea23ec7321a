package io.jobqueue.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

/**
 * Moves jobs to another queue, which is another Cluster slot: noted at the source,
 * written at the target, then forwarded at home, then deleted at the source. Each step
 * may be repeated; what stops half-way is completed by maintenance.
 */
class JobMoves {

	private static final Logger logger = LoggerFactory.getLogger(JobMoves.class);

	private final RedisAccess redis;

	private final JobRecords records;

	JobMoves(RedisAccess redis, JobRecords records) {
		this.redis = redis;
		this.records = records;
	}

	/** Complete the move of one job, if there is one. */
	void complete(QueueKeys source, String id) {
		byte[] field = Text.bytes(id);
		String target = value(source.of(Key.MOVING), field);
		String state = value(source.of(Key.STATE), field);
		JobRecords.Stored record = this.records.find(source, id);
		if (target.isEmpty() || state.isEmpty() || record == null) {
			return;
		}
		QueueKeys keys = this.redis.keys(target);
		this.redis.count(Script.ARRIVE, keys, List.of(keys.job(id)),
				List.of(id, record.bytes(), state, value(source.of(Key.ERROR), field), record.large() ? "1" : ""));
		this.redis.noteAgainIfRoom(target);
		String home = JobId.of(id).queue().orElse(source.queue());
		boolean isHome = home.equals(source.queue());
		if (!isHome && !home.equals(target)) {
			forward(this.redis.keys(home), field, target);
		}
		this.redis.count(Script.DEPART, source, List.of(source.job(id)), List.of(id, target, isHome ? "1" : ""));
		this.redis.run("move a job",
				(connection) -> connection.hashCommands().hDel(keys.of(Key.META), Text.bytes("arrived:" + id)));
	}

	/** Complete moves that stopped half-way. */
	void completeAll(QueueKeys source, int limit) {
		List<String> ids = this.redis.run("list moves", (connection) -> scan(connection, source.of(Key.MOVING), limit));
		for (String id : ids) {
			try {
				complete(source, id);
			}
			catch (JobQueueException ex) {
				logger.warn("Job '{}' of queue '{}' could not be moved and is tried again: {}", id, source.queue(),
						ex.getMessage());
			}
		}
	}

	/** The queue that a job went to from here, empty if it did not. */
	String forwarded(QueueKeys queue, String id) {
		String entry = value(queue.of(Key.FORWARD), Text.bytes(id));
		int end = entry.indexOf(Text.UNIT);
		return (end >= 0) ? entry.substring(0, end) : entry;
	}

	/** Forget where a job went, after its end. */
	void forget(String queue, String id) {
		JobId.of(id)
			.queue()
			.filter((home) -> !home.equals(queue))
			.ifPresent((home) -> this.redis.run("forget a move", (connection) -> connection.hashCommands()
				.hDel(this.redis.keys(home).of(Key.FORWARD), Text.bytes(id))));
	}

	private void forward(QueueKeys home, byte[] field, String target) {
		this.redis.run("move a job", (connection) -> connection.hashCommands()
			.hSet(home.of(Key.FORWARD), field, Text.bytes(target + Text.UNIT)));
	}

	private String value(byte[] key, byte[] field) {
		return this.redis.run("read a job", (connection) -> {
			byte @Nullable [] value = connection.hashCommands().hGet(key, field);
			return (value != null) ? Text.string(value) : "";
		});
	}

	private static List<String> scan(RedisConnection connection, byte[] key, int limit) {
		List<String> ids = new ArrayList<>();
		ScanOptions options = ScanOptions.scanOptions().count(100).build();
		try (Cursor<Map.Entry<byte[], byte[]>> entries = connection.hashCommands().hScan(key, options)) {
			while (ids.size() < limit && entries.hasNext()) {
				ids.add(Text.string(entries.next().getKey()));
			}
		}
		return ids;
	}

}
