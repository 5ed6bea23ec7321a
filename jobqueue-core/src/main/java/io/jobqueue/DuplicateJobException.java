package io.jobqueue;

/**
 * A job was not stored, because another job owns its unique key, and the key says
 * {@link UniqueKey#reject()}.
 */
public class DuplicateJobException extends JobQueueException {

	private final JobId owner;

	public DuplicateJobException(String message, JobId owner) {
		super(message);
		this.owner = owner;
	}

	/** The job that owns the unique key. */
	public JobId owner() {
		return this.owner;
	}

}
