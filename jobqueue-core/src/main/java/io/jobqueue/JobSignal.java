package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link JobContext#retry()} and {@link JobContext#abort(String)} to leave a
 * handler. It is an {@link Error} and not a {@link JobQueueException}, so that
 * {@code catch (Exception)} in a handler does not catch it. It has no stack trace.
 */
public abstract class JobSignal extends Error {

	protected JobSignal(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

}
