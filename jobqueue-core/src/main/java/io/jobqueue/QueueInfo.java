package io.jobqueue;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A queue at one moment.
 *
 * @param name the name
 * @param paused whether workers do not claim its jobs
 * @param sizes the number of jobs in each status; contains every status
 * @param oldestAge how long the job at the head has been due, {@code null} if none waits
 */
public record QueueInfo(String name, boolean paused, Map<JobStatus, Long> sizes, @Nullable Duration oldestAge) {

	public QueueInfo {
		sizes = Map.copyOf(sizes);
	}

	/** The number of jobs with a status. */
	public long size(JobStatus status) {
		return this.sizes.getOrDefault(status, 0L);
	}

	/** The number of jobs that have not ended: waiting or running. */
	public long size() {
		return this.sizes.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().isEnd())
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

}
