package io.jobqueue.store.feed;

import io.jobqueue.store.job.JobProgress;

import org.jspecify.annotations.Nullable;

/**
 * What a renewal reports of an attempt.
 *
 * @param delivery the delivery of the job that the attempt runs
 * @param progress new progress; {@code null} if it has not changed
 * @param started whether the job has started since it was claimed ahead
 */
public record AttemptReport(int delivery, @Nullable JobProgress progress, boolean started) {

	/** Return whether the stored job changes: progress implies that it has started. */
	public boolean isChange() {
		return this.started || this.progress != null;
	}

}
