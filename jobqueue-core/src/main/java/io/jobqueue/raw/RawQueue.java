package io.jobqueue.raw;

import java.time.Duration;

import io.jobqueue.DurationText;
import io.jobqueue.Names;
import io.jobqueue.RawQueueType;
import io.jobqueue.store.raw.RawSource;

import org.jspecify.annotations.Nullable;

/**
 * A raw queue as it is configured.
 *
 * @param name its name, of the characters of queue names
 * @param type how its items are kept
 * @param task the name of the task of its jobs, {@code null} if a factory makes them
 * @param queue the queue that gets its jobs
 * @param pollInterval how long to wait after a look that has found nothing
 */
public record RawQueue(String name, RawQueueType type, @Nullable String task, String queue, Duration pollInterval) {

	/** A shorter interval would dominate the calls of an idle application. */
	public static final Duration SHORTEST_POLL = Duration.ofMillis(100);

	public RawQueue {
		Names.requireRawQueue(name);
		Names.requireQueue(queue);
		if (task != null) {
			Names.requireTask(task);
		}
		if (pollInterval.compareTo(SHORTEST_POLL) < 0) {
			throw new IllegalArgumentException("'pollInterval' must be at least %s, but was %s"
				.formatted(DurationText.of(SHORTEST_POLL), DurationText.of(pollInterval)));
		}
	}

	/** Where it is in a store. */
	RawSource source() {
		return new RawSource(this.name, this.type, this.queue);
	}

}
