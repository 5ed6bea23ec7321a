package io.jobqueue.store.redis.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.form.RedisText;

import org.jspecify.annotations.Nullable;

/**
 * In which queue the schedule of a name is: one hash, which in a Cluster is in another
 * slot than the schedules. It is a hint. A schedule is noted before it is written, and
 * {@code list} notes those that are missing.
 */
public final class ScheduleIndex {

	private final RedisAccess redis;

	private final byte[] key;

	public ScheduleIndex(RedisAccess redis) {
		this.redis = redis;
		this.key = RedisText.bytes(redis.namespace() + ":schedules");
	}

	/** The queues of schedules, of those that are noted. */
	public Map<String, String> queues(Collection<String> names) {
		List<String> asked = List.copyOf(names);
		Map<String, String> queues = new LinkedHashMap<>();
		if (asked.isEmpty()) {
			return queues;
		}
		byte[][] fields = asked.stream().map(RedisText::bytes).toArray(byte[][]::new);
		List<byte @Nullable []> answers = this.redis.run("look for schedules",
				(connection) -> new ArrayList<>(connection.hashCommands().hMGet(this.key, fields)));
		for (int i = 0; i < asked.size(); i++) {
			byte[] queue = answers.get(i);
			if (queue != null) {
				queues.put(asked.get(i), RedisText.string(queue));
			}
		}
		return queues;
	}

	/** Note the queue of a schedule. */
	public void put(String name, String queue) {
		this.redis.run("note a schedule", (connection) -> {
			connection.hashCommands().hSet(this.key, RedisText.bytes(name), RedisText.bytes(queue));
			return true;
		});
	}

	/** Forget a schedule that was removed from a queue. */
	public void remove(String name, String queue) {
		if (queue.equals(queues(List.of(name)).get(name))) {
			this.redis.run("forget a schedule",
					(connection) -> connection.hashCommands().hDel(this.key, RedisText.bytes(name)));
		}
	}

}
