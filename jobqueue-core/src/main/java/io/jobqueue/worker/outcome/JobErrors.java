package io.jobqueue.worker.outcome;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobError;
import io.jobqueue.store.form.StoredText;

/**
 * Converts exceptions to the bounded text that is stored. If an exception throws while it
 * is described, its class name is used.
 */
public final class JobErrors {

	private static final int MAX_TYPE = 500;

	private static final int MAX_MESSAGE = 2000;

	private static final int MAX_STACK_TRACE = 8000;

	private JobErrors() {
	}

	public static JobError of(Throwable error) {
		String type = String.valueOf(cut(error.getClass().getName(), MAX_TYPE));
		return new JobError(type, message(error), stackTrace(error));
	}

	/**
	 * Return the message of an error. An error decides the outcome of the job even if its
	 * methods throw.
	 */
	private static @Nullable String message(Throwable error) {
		try {
			return cut(error.getMessage(), MAX_MESSAGE);
		}
		catch (Throwable ex) {
			return "Its message could not be read: " + ex.getClass().getName();
		}
	}

	private static @Nullable String stackTrace(Throwable error) {
		try {
			return StackTraceText.of(error, MAX_STACK_TRACE);
		}
		catch (Throwable ex) {
			return null;
		}
	}

	/** Convert an error, and the error that {@code shouldRetry} threw, if any. */
	public static JobError of(Throwable error, @Nullable Throwable deciding) {
		JobError kept = of(error);
		if (deciding == null) {
			return kept;
		}
		JobError other = of(deciding);
		String note = "shouldRetry threw %s: %s".formatted(other.type(), other.message());
		return new JobError(kept.type(),
				cut("%s (%s)".formatted(cut(kept.message(), MAX_MESSAGE / 2), note), MAX_MESSAGE), kept.stackTrace());
	}

	private static @Nullable String cut(@Nullable String text, int max) {
		if (text == null || text.length() <= max) {
			return text;
		}
		return StoredText.cut(text, max - 1) + "…";
	}

}
