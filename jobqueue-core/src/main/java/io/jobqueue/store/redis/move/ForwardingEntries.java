package io.jobqueue.store.redis.move;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.store.redis.access.Key;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;

/**
 * Says where jobs went from the queue of their id. An entry is removed with its job. That
 * is another Cluster slot, so a process may end between the two: entries are also looked
 * through, a few at a time.
 */
public final class ForwardingEntries {

	private static final int BATCH = 100;

	private final RedisAccess redis;

	public ForwardingEntries(RedisAccess redis) {
		this.redis = redis;
	}

	/** The queue in an entry, empty if there is none. */
	public static String queue(String entry) {
		int end = entry.indexOf(RedisText.UNIT);
		return (end >= 0) ? entry.substring(0, end) : entry;
	}

	/** Forget where jobs went that were deleted from a queue. */
	public void forget(String queue, List<String> ids) {
		Map<String, List<String>> byHome = new LinkedHashMap<>();
		for (String id : ids) {
			JobId.of(id)
				.queue()
				.filter((home) -> !home.equals(queue))
				.ifPresent(
						(home) -> byHome.computeIfAbsent(home, (name) -> new ArrayList<>()).addAll(List.of(id, queue)));
		}
		byHome.forEach(
				(home, arguments) -> this.redis.count(Script.UNFORWARD, this.redis.keys(home), List.of(), arguments));
	}

	/** Forget some of those that lead to no job. */
	public void sweep(QueueKeys queue) {
		Map<String, Map<String, String>> byTarget = new LinkedHashMap<>();
		this.redis.some(queue, queue.of(Key.FORWARD), BATCH)
			.forEach((id, entry) -> byTarget.computeIfAbsent(queue(entry), (name) -> new LinkedHashMap<>())
				.put(id, entry));
		List<String> dead = new ArrayList<>();
		byTarget.forEach((target, entries) -> {
			List<String> ids = List.copyOf(entries.keySet());
			List<Object> present = this.redis.answers(ids.size(), Script.PRESENT, this.redis.keys(target), List.of(),
					ids);
			for (int i = 0; i < ids.size(); i++) {
				if (RedisText.number(present.get(i)) == 0) {
					// Only this entry: by now it may lead to where the job is.
					dead.addAll(List.of(ids.get(i), entries.getOrDefault(ids.get(i), "")));
				}
			}
		});
		if (!dead.isEmpty()) {
			this.redis.count(Script.UNFORWARD, queue, List.of(), dead);
		}
	}

}
