package io.jobqueue.worker;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobSignal;

/** Thrown by {@code abort} to end the job as ABORTED. */
final class AbortSignal extends JobSignal {

	AbortSignal(String reason, @Nullable Throwable cause) {
		super(reason, cause);
	}

}
