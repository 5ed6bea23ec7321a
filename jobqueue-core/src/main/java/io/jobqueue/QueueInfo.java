package io.jobqueue;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A queue at one moment.
 *
 * @param name its name
 * @param paused whether workers leave its jobs alone
 * @param sizes how many jobs are in each status; every status is present
 * @param oldestAge how long the job at the head has been due, {@code null} if none waits
 */
public record QueueInfo(String name, boolean paused, Map<JobStatus, Long> sizes, @Nullable Duration oldestAge) {

	public QueueInfo {
		sizes = Map.copyOf(sizes);
	}

	/** How many jobs are in a status. */
	public long size(JobStatus status) {
		return this.sizes.getOrDefault(status, 0L);
	}

	/** How many jobs have not ended: waiting or running. */
	public long size() {
		return this.sizes.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().isEnd())
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

}
