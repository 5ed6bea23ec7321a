package io.jobqueue.store.job;

import io.jobqueue.JobStatus;

/** An operation on a job from outside of its worker. */
public enum JobAction {

	/**
	 * Cancel a job that waits or runs. The attempt of a running job is recorded as
	 * CANCELLED, and its worker is signalled. The worker of a claimed job that has not
	 * started is signalled too; there is no attempt to record.
	 */
	CANCEL {

		@Override
		public boolean allows(JobStatus status) {
			return !status.isEnd();
		}

	},
	/**
	 * Make an ended job QUEUED, and signal a worker. Retries and lost deliveries are
	 * reset. History and delivery are kept. Result and error are deleted.
	 */
	REQUEUE {

		@Override
		public boolean allows(JobStatus status) {
			return status.isEnd();
		}

	},
	/**
	 * Make a job that waits for its time QUEUED, at the tail of its queue, and signal a
	 * worker. Everything else of the job is kept, also its error.
	 */
	RUN_NOW {

		@Override
		public boolean allows(JobStatus status) {
			return status == JobStatus.SCHEDULED || status == JobStatus.RETRY;
		}

	},
	/**
	 * Delete a job that is not STARTED, with all its data. A claimed job that has not
	 * started counts as STARTED here, because a worker holds it.
	 */
	DELETE {

		@Override
		public boolean allows(JobStatus status) {
			return status != JobStatus.STARTED;
		}

	};

	/** Whether the operation changes a job with this status. */
	public abstract boolean allows(JobStatus status);

}
