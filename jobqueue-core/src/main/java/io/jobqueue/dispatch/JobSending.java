package io.jobqueue.dispatch;

import java.util.List;

import io.jobqueue.store.job.NewJob;

/** Decides when prepared jobs are sent to the store. */
@FunctionalInterface
interface JobSending {

	/**
	 * Send jobs, now or later.
	 * @param jobs at least one
	 */
	void send(List<NewJob> jobs);

}
