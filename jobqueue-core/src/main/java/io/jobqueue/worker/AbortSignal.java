package io.jobqueue.worker;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobSignal;

/**
 * Carries a handler's wish to end the job as ABORTED out of it.
 */
final class AbortSignal extends JobSignal {

	AbortSignal(String reason, @Nullable Throwable cause) {
		super(reason, cause);
	}

}
