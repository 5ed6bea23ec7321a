package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.jobqueue.store.feed.ClaimResult.IdleHints;

/**
 * Decides in which queues to search lost jobs. Claims of an idle worker report whether
 * there are any, so it reads no more than that. Queues without a recent report, such as
 * busy ones, are searched at the promised interval. Used by one thread.
 */
final class ReclaimPace {

	private final Duration interval;

	private final IdleHintsSource idleHints;

	private final LongSupplier nanoTime;

	private final Map<String, Long> searchedNanos = new HashMap<>();

	ReclaimPace(Duration interval, IdleHintsSource idleHints, LongSupplier nanoTime) {
		this.interval = interval;
		this.idleHints = idleHints;
		this.nanoTime = nanoTime;
	}

	/** How often to check, so that a report of a claim takes effect soon. */
	Duration tick() {
		return this.interval.dividedBy(5);
	}

	/** The queues to search now; they count as searched afterwards. */
	List<String> due(List<String> queues) {
		return queues.stream().filter(this::isDue).toList();
	}

	private boolean isDue(String queue) {
		long now = this.nanoTime.getAsLong();
		long since = now - this.searchedNanos.computeIfAbsent(queue, (name) -> now);
		Duration half = this.interval.dividedBy(2);
		IdleHints hints = this.idleHints.of(queue, half);
		// Jobs that cannot be reclaimed, such as those of a lost shard, must not be
		// tried in a loop.
		boolean due = (hints != null) ? hints.needsMaintenance() && since >= half.toNanos()
				: since >= this.interval.minus(tick()).toNanos();
		if (due) {
			this.searchedNanos.put(queue, now);
		}
		return due;
	}

}
