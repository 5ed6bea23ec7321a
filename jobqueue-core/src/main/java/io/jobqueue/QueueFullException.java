package io.jobqueue;

import java.util.List;

/**
 * A queue had its maximum size, so that jobs of a dispatch were not stored. The others
 * are stored, or are part of the transaction of the caller.
 */
public class QueueFullException extends JobDispatchException {

	private final String queue;

	private final List<JobId> stored;

	/**
	 * Create an exception.
	 * @param message the message
	 * @param queue the queue that was full, the first one if several were
	 * @param stored the jobs of the same call that were stored
	 */
	public QueueFullException(String message, String queue, List<JobId> stored) {
		super(message);
		this.queue = queue;
		this.stored = List.copyOf(stored);
	}

	/** Return the queue that was full, the first one if several were. */
	public String queue() {
		return this.queue;
	}

	/** Return the jobs of the same call that were stored. */
	public List<JobId> stored() {
		return this.stored;
	}

}
