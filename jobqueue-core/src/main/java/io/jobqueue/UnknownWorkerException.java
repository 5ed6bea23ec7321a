package io.jobqueue;

/**
 * A worker that is not alive, or never was.
 */
public class UnknownWorkerException extends JobQueueException {

	private static final long serialVersionUID = 1L;

	public UnknownWorkerException(String message) {
		super(message);
	}

}
