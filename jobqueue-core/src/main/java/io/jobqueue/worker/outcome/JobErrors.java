package io.jobqueue.worker.outcome;

import org.jspecify.annotations.Nullable;

import io.jobqueue.JobError;
import io.jobqueue.store.StoredText;

/**
 * Converts exceptions to the bounded text that is stored. An exception that fails while
 * it is described is described by its class.
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
	 * What the handler threw decides what becomes of the job, whatever its methods do.
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

	/** The same, and what else was thrown while it was decided what follows. */
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
