package io.jobqueue;

import java.util.List;

/**
 * A payload can be read, but breaks rules of the application. The message names each
 * broken rule and contains no values.
 */
public class InvalidPayloadException extends PayloadException {

	/** How many violations a message names. */
	private static final int NAMED = 20;

	private final List<String> violations;

	/**
	 * Create an exception.
	 * @param task the name of the task
	 * @param violations what is wrong, a text for each broken rule, such as "'email' must
	 * not be blank"
	 */
	public InvalidPayloadException(String task, List<String> violations) {
		super(message(task, violations));
		this.violations = List.copyOf(violations);
	}

	private InvalidPayloadException(String message, InvalidPayloadException cause) {
		super(message, cause);
		this.violations = cause.violations();
	}

	private static String message(String task, List<String> violations) {
		String more = (violations.size() > NAMED) ? "; and %d more".formatted(violations.size() - NAMED) : "";
		return "The payload for task '%s' is not valid: %s%s".formatted(task,
				String.join("; ", violations.subList(0, Math.min(NAMED, violations.size()))), more);
	}

	/** Return a copy with another message, caused by this. */
	public InvalidPayloadException withMessage(String message) {
		return new InvalidPayloadException(message, this);
	}

	/** What is wrong, in the order of the validator. */
	public List<String> violations() {
		return this.violations;
	}

}
