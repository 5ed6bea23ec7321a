package io.jobqueue.store.redis.form;

import io.jobqueue.JobError;
import io.jobqueue.store.form.StoredError;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.form.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * An error as text of bounded length: type, message, stack trace. What {@code onFailure}
 * threw stands behind it in tagged fields, where {@code annotate.lua} puts it.
 */
public final class ErrorText {

	private static final int TYPE = 500;

	private static final int MESSAGE = 4_000;

	private static final int STACK_TRACE = 16_000;

	private static final int SHORT = 300;

	private ErrorText() {
	}

	/** Behind the type, which scripts read, stand tagged fields. */
	public static String encode(@Nullable JobError error) {
		if (error == null) {
			return "";
		}
		return StoredError.write(new JobError(StoredText.cut(error.type(), TYPE), cut(error.message(), MESSAGE),
				cut(error.stackTrace(), STACK_TRACE)));
	}

	/**
	 * What {@code onFailure} threw, as fields to stand behind the error that ended the
	 * job.
	 */
	public static String encodeOnFailureError(JobError error) {
		StringBuilder text = new StringBuilder();
		StoredFields.append(text, "fc", cut(error.type(), TYPE));
		StoredFields.append(text, "fm", cut(error.message(), MESSAGE));
		StoredFields.append(text, "fs", cut(error.stackTrace(), STACK_TRACE));
		return text.toString();
	}

	public static @Nullable JobError decode(String text) {
		return StoredError.read(text);
	}

	/** What {@code onFailure} threw when it was called with this error. */
	public static @Nullable JobError decodeOnFailureError(String text) {
		int end = text.indexOf(StoredFields.UNIT);
		StoredFields fields = (end < 0) ? StoredFields.NONE : StoredFields.read(text.substring(end));
		String type = fields.get("fc");
		return (type != null) ? new JobError(type, fields.get("fm"), fields.get("fs")) : null;
	}

	/** As it stands in the history of a job. */
	static String shortForm(String error) {
		return RedisText.stored(error, SHORT);
	}

	private static @Nullable String cut(@Nullable String text, int length) {
		return (text != null) ? StoredText.cut(text, length) : null;
	}

}
