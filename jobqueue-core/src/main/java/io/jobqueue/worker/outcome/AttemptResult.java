package io.jobqueue.worker.outcome;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobError;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.task.Task;

/**
 * The result of an attempt that has ended and whose outcome is to be stored.
 *
 * @param job the job
 * @param task its task, {@code null} if this application does not know it
 * @param payload the payload that the handler received
 * @param readable whether the payload could be read
 * @param outcome the outcome to store
 * @param error the error that ended the attempt
 * @param execution how long the handler ran
 */
public record AttemptResult(ClaimedJob job, @Nullable Task task, @Nullable Object payload, boolean readable,
		Outcome outcome, @Nullable Throwable error, Duration execution) {

	/** Create a result without an attempt: the handler was not called. */
	public static AttemptResult unstarted(ClaimedJob job, @Nullable Task task, Outcome outcome,
			@Nullable Throwable error) {
		return new AttemptResult(job, task, null, false, outcome, error, Duration.ZERO);
	}

	public String taskName() {
		return (this.task != null) ? this.task.name() : "unknown";
	}

	/** Return an upper bound of the size of its texts in memory, in bytes. */
	long size() {
		long size = ClaimAhead.size(this.job) + ClaimAhead.size(this.outcome.result());
		JobError stored = this.outcome.error();
		if (stored != null) {
			size += ClaimAhead.size(stored.type()) + ClaimAhead.size(stored.message())
					+ ClaimAhead.size(stored.stackTrace());
		}
		return size;
	}

	/** Return a copy with another outcome and error. */
	AttemptResult failed(Outcome outcome, Throwable error) {
		return new AttemptResult(this.job, this.task, this.payload, this.readable, outcome, error, this.execution);
	}

}
