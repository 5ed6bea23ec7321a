package io.jobqueue;

import java.time.Instant;
import java.util.List;

/**
 * A raw queue as it is in the store.
 *
 * @param name its name
 * @param type how its items are kept
 * @param queue the queue in which its jobs wait
 * @param location where other programs put items: the key in Redis, or the table and the
 * value of its column {@code queue}
 * @param size the number of items that have not become jobs yet; a database counts up to
 * 100,000
 * @param dead the number of items that could not become jobs and are kept, up to 10,000
 * @param newestDead the newest of these, at most 100, the newest first
 */
public record RawQueueInfo(String name, RawQueueType type, String queue, String location, long size, long dead,
		List<DeadItem> newestDead) {

	public RawQueueInfo {
		newestDead = List.copyOf(newestDead);
	}

	/**
	 * An item that could not become a job.
	 *
	 * @param at when it was found out, by the clock of the store
	 * @param text the item; only its beginning if it was too large
	 * @param reason why it could not
	 */
	public record DeadItem(Instant at, String text, String reason) {
	}

}
