package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * Leaves a handler by {@link JobContext#retry()} or {@link JobContext#abort(String)}. It
 * is an {@link Error} and no {@link JobQueueException}, so that a handler's
 * {@code catch (Exception)} lets it pass. It carries no stack trace.
 */
public abstract class JobSignal extends Error {

	protected JobSignal(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

}
