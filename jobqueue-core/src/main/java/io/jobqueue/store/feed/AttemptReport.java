package io.jobqueue.store.feed;

import org.jspecify.annotations.Nullable;

/**
 * What a renewal reports of an attempt.
 *
 * @param delivery the delivery of the job that the attempt runs
 * @param progress new progress, from 0.0 to 1.0; {@code null} if it has not changed
 * @param started whether the job has started since it was claimed ahead
 */
public record AttemptReport(int delivery, @Nullable Double progress, boolean started) {

	/** Return whether the stored job changes: progress implies that it has started. */
	public boolean isChange() {
		return this.started || this.progress != null;
	}

}
