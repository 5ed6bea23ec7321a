package io.jobqueue.store.redis;

import io.jobqueue.JobError;
import io.jobqueue.store.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * An error as text of bounded length: type, message, stack trace. What {@code onFailure}
 * threw stands behind it in the same form, where {@code annotate.lua} puts it.
 */
final class ErrorText {

	private static final int TYPE = 500;

	private static final int MESSAGE = 4_000;

	private static final int STACK_TRACE = 16_000;

	private static final int SHORT = 300;

	private static final int FIELDS = 3;

	private ErrorText() {
	}

	static String encode(@Nullable JobError error) {
		if (error == null) {
			return "";
		}
		return Text.stored(error.type(), TYPE) + Text.UNIT + optional(error.message(), MESSAGE) + Text.UNIT
				+ optional(error.stackTrace(), STACK_TRACE);
	}

	static @Nullable JobError decode(String text) {
		return decode(text, 0);
	}

	/** What {@code onFailure} threw when it was told of this error. */
	static @Nullable JobError decodeHandlerError(String text) {
		return decode(text, FIELDS);
	}

	private static @Nullable JobError decode(String text, int start) {
		String[] parts = text.split(String.valueOf(Text.UNIT), -1);
		if (parts.length < start + FIELDS || parts[start].isEmpty()) {
			return null;
		}
		return new JobError(StoredText.read(parts[start]), optional(parts[start + 1]), optional(parts[start + 2]));
	}

	/** As it stands in the history of a job. */
	static String shortForm(@Nullable JobError error) {
		if (error == null) {
			return "";
		}
		return Text.stored((error.message() != null) ? error.type() + ": " + error.message() : error.type(), SHORT);
	}

	private static String optional(@Nullable String text, int length) {
		return (text != null) ? "=" + Text.stored(text, length) : "";
	}

	private static @Nullable String optional(String text) {
		return text.isEmpty() ? null : StoredText.read(text.substring(1));
	}

}
