package io.jobqueue.worker.outcome;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobSignal;

/** Thrown by {@code abort} to end the job as ABORTED. */
public final class AbortSignal extends JobSignal {

	public AbortSignal(String reason, @Nullable Throwable cause) {
		super(reason, cause);
	}

}
