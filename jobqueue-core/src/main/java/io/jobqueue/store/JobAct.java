package io.jobqueue.store;

import io.jobqueue.JobStatus;

/**
 * What people and code do to a job from outside.
 */
public enum JobAct {

	/**
	 * Cancel a job that waits or runs. The attempt of a running one is kept as CANCELLED
	 * in its history, and its worker is signalled. So is that of one in line, which had
	 * none.
	 */
	CANCEL {

		@Override
		public boolean allows(JobStatus status) {
			return !status.isEnd();
		}

	},
	/**
	 * Make an ended job QUEUED, with retries and losses at zero, its history and delivery
	 * kept, its result and error gone; and signal a worker.
	 */
	REQUEUE {

		@Override
		public boolean allows(JobStatus status) {
			return status.isEnd();
		}

	},
	/**
	 * Delete a job that is not STARTED, with all that is kept of it. One in line counts
	 * as STARTED here: a worker holds it.
	 */
	DELETE {

		@Override
		public boolean allows(JobStatus status) {
			return status != JobStatus.STARTED;
		}

	};

	/** Whether it changes a job in this status. */
	public abstract boolean allows(JobStatus status);

}
