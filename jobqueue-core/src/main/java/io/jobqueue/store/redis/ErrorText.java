package io.jobqueue.store.redis;

import io.jobqueue.JobError;

import org.jspecify.annotations.Nullable;

/**
 * An error as text of bounded length: type, message, stack trace.
 */
final class ErrorText {

	private static final int TYPE = 500;

	private static final int MESSAGE = 4_000;

	private static final int STACK_TRACE = 16_000;

	private static final int SHORT = 300;

	private ErrorText() {
	}

	static String encode(@Nullable JobError error) {
		if (error == null) {
			return "";
		}
		return Text.plain(error.type(), TYPE) + Text.UNIT + optional(error.message(), MESSAGE) + Text.UNIT
				+ optional(error.stackTrace(), STACK_TRACE);
	}

	static @Nullable JobError decode(String text) {
		if (text.isEmpty()) {
			return null;
		}
		String[] parts = text.split(String.valueOf(Text.UNIT), -1);
		return new JobError(parts[0], optional(parts[1]), optional(parts[2]));
	}

	/** As it stands in the history of a job. */
	static String shortForm(@Nullable JobError error) {
		if (error == null) {
			return "";
		}
		return Text.plain((error.message() != null) ? error.type() + ": " + error.message() : error.type(), SHORT);
	}

	private static String optional(@Nullable String text, int length) {
		return (text != null) ? "=" + Text.plain(text, length) : "";
	}

	private static @Nullable String optional(String text) {
		return text.isEmpty() ? null : text.substring(1);
	}

}
