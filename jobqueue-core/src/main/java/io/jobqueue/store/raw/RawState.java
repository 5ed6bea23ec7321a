package io.jobqueue.store.raw;

import java.util.List;

import io.jobqueue.RawQueueInfo.DeadItem;

/**
 * The size of a raw queue.
 *
 * @param size the number of items; a store may stop at 100,000
 * @param dead the number of dead items
 * @param newestDead the newest dead items, the newest first
 */
public record RawState(long size, long dead, List<DeadItem> newestDead) {

	public RawState {
		newestDead = List.copyOf(newestDead);
	}

}
