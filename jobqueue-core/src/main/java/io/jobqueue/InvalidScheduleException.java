package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * The definition of a schedule cannot be used. The message names the schedule, the value
 * and a remedy.
 */
public class InvalidScheduleException extends JobQueueException {

	private final String reason;

	public InvalidScheduleException(String message) {
		this(message, null);
	}

	public InvalidScheduleException(String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = message;
	}

	private InvalidScheduleException(String message, String reason, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Create an exception whose message begins with the name of the schedule.
	 * @param schedule the name
	 * @param reason what is wrong, and the remedy
	 */
	public static InvalidScheduleException of(String schedule, String reason, @Nullable Throwable cause) {
		return new InvalidScheduleException("Schedule '%s': %s".formatted(schedule, reason), reason, cause);
	}

	/** Return the message without the name of the schedule before it. */
	public String reason() {
		return this.reason;
	}

}
