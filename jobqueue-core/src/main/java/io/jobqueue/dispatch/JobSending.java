package io.jobqueue.dispatch;

import java.util.List;

import io.jobqueue.DispatchResult;
import io.jobqueue.store.job.NewJob;

/** Decides when prepared jobs are sent to the store. */
@FunctionalInterface
interface JobSending {

	/**
	 * Send jobs, now or later.
	 * @param jobs at least one
	 * @return what came of each, in the same order
	 * @throws io.jobqueue.InvalidJobException if a job cannot be sent later; then none
	 * was sent
	 */
	List<DispatchResult> send(List<NewJob> jobs);

}
