package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * The definition of a schedule cannot be used. The message names the schedule, the value
 * and a remedy.
 */
public class InvalidScheduleException extends JobQueueException {

	public InvalidScheduleException(String message) {
		super(message);
	}

	public InvalidScheduleException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
