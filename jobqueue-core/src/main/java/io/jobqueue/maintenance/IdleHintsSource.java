package io.jobqueue.maintenance;

import java.time.Duration;

import io.jobqueue.store.feed.ClaimResult.IdleHints;

import org.jspecify.annotations.Nullable;

/**
 * Hints about queues from the claims of this worker. They save maintenance from reading
 * the same. Called by the maintenance thread.
 */
@FunctionalInterface
public interface IdleHintsSource {

	/**
	 * The latest hints about a queue.
	 * @param queue the queue
	 * @param notOlderThan the maximum age of the hints
	 * @return the hints, {@code null} if they are older
	 */
	@Nullable IdleHints of(String queue, Duration notOlderThan);

}
