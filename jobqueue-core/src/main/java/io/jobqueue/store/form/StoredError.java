package io.jobqueue.store.form;

import io.jobqueue.JobError;

import org.jspecify.annotations.Nullable;

/**
 * An error in its stored form: the class, which statements look for, then its message and
 * stack trace as tagged fields.
 */
public final class StoredError {

	private static final String MESSAGE = "m";

	private static final String STACK_TRACE = "s";

	private StoredError() {
	}

	/** The error as one text. */
	public static String write(JobError error) {
		StringBuilder text = new StringBuilder(StoredText.of(error.type()));
		StoredFields.append(text, MESSAGE, error.message());
		StoredFields.append(text, STACK_TRACE, error.stackTrace());
		return text.toString();
	}

	/** The error of a text, {@code null} for an empty text. */
	public static @Nullable JobError read(String text) {
		int end = text.indexOf(StoredFields.UNIT);
		String type = (end < 0) ? text : text.substring(0, end);
		if (type.isEmpty()) {
			return null;
		}
		StoredFields fields = StoredFields.read(text.substring(type.length()));
		return new JobError(StoredText.read(type), fields.get(MESSAGE), fields.get(STACK_TRACE));
	}

}
