package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * A result exceeds the limit. Its job ends as FAILED, because another attempt would
 * return the same.
 */
public class ResultTooLargeException extends PayloadException {

	public ResultTooLargeException(String message) {
		super(message);
	}

	public ResultTooLargeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
