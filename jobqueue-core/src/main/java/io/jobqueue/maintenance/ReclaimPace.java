package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.jobqueue.store.ClaimResult.Standing;

/**
 * Says where to look for lost jobs. The claims of an idle worker see whether there are
 * any, so it asks no more than that; where no claim looked around lately, such as in a
 * busy queue, it asks at the interval that is promised. For one thread.
 */
final class ReclaimPace {

	private final Duration interval;

	private final LatestStanding standing;

	private final LongSupplier nanoTime;

	private final Map<String, Long> asked = new HashMap<>();

	ReclaimPace(Duration interval, LatestStanding standing, LongSupplier nanoTime) {
		this.interval = interval;
		this.standing = standing;
		this.nanoTime = nanoTime;
	}

	/** How often to ask this, so that what a claim saw is acted on soon. */
	Duration tick() {
		return this.interval.dividedBy(5);
	}

	/** Those of the queues in which it is time to look; they are taken for done. */
	List<String> due(List<String> queues) {
		return queues.stream().filter(this::isDue).toList();
	}

	private boolean isDue(String queue) {
		long now = this.nanoTime.getAsLong();
		long since = now - this.asked.computeIfAbsent(queue, (name) -> now);
		Duration half = this.interval.dividedBy(2);
		Standing seen = this.standing.of(queue, half);
		// What cannot be taken back, such as jobs of a lost shard, must not be tried in
		// a loop.
		boolean due = (seen != null) ? seen.upkeep() && since >= half.toNanos()
				: since >= this.interval.minus(tick()).toNanos();
		if (due) {
			this.asked.put(queue, now);
		}
		return due;
	}

}
