package io.jobqueue;

import io.jobqueue.JobReference.WhenGone;

/**
 * The entity of a {@link JobReference} is gone. The attempt ends as {@link #whenGone()}
 * says if this exception leaves the handler, also as a cause. It is not retried.
 */
public class ReferenceGoneException extends JobQueueException {

	private final WhenGone whenGone;

	public ReferenceGoneException(String message, WhenGone whenGone) {
		super(message);
		this.whenGone = whenGone;
	}

	/** How the attempt ends. */
	public WhenGone whenGone() {
		return this.whenGone;
	}

}
