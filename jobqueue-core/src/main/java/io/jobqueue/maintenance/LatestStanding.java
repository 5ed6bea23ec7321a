package io.jobqueue.maintenance;

import java.time.Duration;

import io.jobqueue.store.ClaimResult.Standing;

import org.jspecify.annotations.Nullable;

/**
 * What the claims of this worker see of its queues, which saves maintenance from asking.
 * Called by the thread of maintenance.
 */
@FunctionalInterface
public interface LatestStanding {

	/**
	 * How a queue stood lately.
	 * @param queue the queue
	 * @param notOlderThan how old an answer may be
	 * @return what the last claim that looked around saw, {@code null} if that is longer
	 * ago
	 */
	@Nullable Standing of(String queue, Duration notOlderThan);

}
