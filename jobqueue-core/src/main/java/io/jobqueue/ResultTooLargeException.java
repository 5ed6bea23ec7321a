package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * What a handler returned is larger than results may be. Its job ends as FAILED: another
 * attempt would return the same.
 */
public class ResultTooLargeException extends PayloadException {

	public ResultTooLargeException(String message) {
		super(message);
	}

	public ResultTooLargeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
