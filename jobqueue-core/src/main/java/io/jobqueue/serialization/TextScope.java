package io.jobqueue.serialization;

/**
 * What a stored text is. An encrypted value can be read in its own scope only, so that
 * nobody can move it to another task, or from a payload to a result.
 *
 * @param kind the kind of text
 * @param task the name of the task under which it is stored
 * @param part the name of a part of the job, empty for none
 */
public record TextScope(Kind kind, String task, String part) {

	/** The scope of texts that are not stored. */
	public static final TextScope NONE = new TextScope(Kind.NONE, "", "");

	/** The payload of a job. */
	public static TextScope payload(String task) {
		return new TextScope(Kind.PAYLOAD, task, "");
	}

	/** The result of a job. */
	public static TextScope result(String task) {
		return new TextScope(Kind.RESULT, task, "");
	}

	/** The result of a step of a job. */
	public static TextScope step(String task, String step) {
		return new TextScope(Kind.STEP, task, step);
	}

	/** The kinds of texts. Their names are part of what is stored. */
	public enum Kind {

		/** Not stored. */
		NONE,
		/** A payload. */
		PAYLOAD,
		/** A result. */
		RESULT,
		/** The result of a step. */
		STEP

	}

}
