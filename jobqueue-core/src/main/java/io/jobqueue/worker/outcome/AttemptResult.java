package io.jobqueue.worker.outcome;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.task.Task;

/**
 * An attempt that is over, on its way into the store.
 *
 * @param job the job
 * @param task its task, {@code null} if this application does not know it
 * @param payload what the handler was given
 * @param readable whether the payload could be read
 * @param outcome what becomes of the job
 * @param error what ended it
 * @param execution how long the handler ran
 */
public record AttemptResult(ClaimedJob job, @Nullable Task task, @Nullable Object payload, boolean readable,
		Outcome outcome, @Nullable Throwable error, Duration execution) {

	/** Without an attempt: the handler was not called. */
	public static AttemptResult unstarted(ClaimedJob job, @Nullable Task task, Outcome outcome,
			@Nullable Throwable error) {
		return new AttemptResult(job, task, null, false, outcome, error, Duration.ZERO);
	}

	public String taskName() {
		return (this.task != null) ? this.task.name() : "unknown";
	}

	/** About how many bytes its texts take in memory. */
	long size() {
		String result = this.outcome.result();
		return ClaimAhead.size(this.job) + ((result != null) ? result.length() : 0);
	}

	/** The same with another end. */
	AttemptResult failed(Outcome outcome, Throwable error) {
		return new AttemptResult(this.job, this.task, this.payload, this.readable, outcome, error, this.execution);
	}

}
