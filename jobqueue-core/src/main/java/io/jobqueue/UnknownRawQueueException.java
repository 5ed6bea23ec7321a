package io.jobqueue;

/**
 * A raw queue that this application does not configure.
 */
public class UnknownRawQueueException extends JobQueueException {

	private static final long serialVersionUID = 1L;

	public UnknownRawQueueException(String message) {
		super(message);
	}

}
