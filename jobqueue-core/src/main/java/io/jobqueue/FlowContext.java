package io.jobqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The flow of the current job. Thread-safe.
 */
public interface FlowContext {

	/** The id of the flow. */
	FlowId id();

	/**
	 * The present state of the flow, read from the store.
	 * @throws JobStateException if the flow is no longer kept
	 */
	FlowInfo info();

	/**
	 * Add jobs to the flow. It does not end before they have ended. Call it in a step of
	 * the job ({@link JobContext#step}), as a block without a result, if a retry must not
	 * add them again.
	 * @param requests the requests
	 * @return the ids of the jobs, in the order of the requests
	 * @throws JobStateException if this job is not a member of the flow, its attempt has
	 * ended, or the flow is over
	 * @throws InvalidJobException if a request cannot be used; then none is added
	 */
	List<JobId> add(JobRequest... requests);

	/**
	 * Add jobs to the flow.
	 * @see #add(JobRequest...)
	 */
	List<JobId> add(List<JobRequest> requests);

	/**
	 * The results of the jobs of the flow, in the order of their places. A job that was
	 * skipped, or that has no result, gives {@code null}.
	 * @param type the type of the results
	 * @throws JobStateException if a job has not succeeded, or is no longer kept
	 * @throws PayloadException if a result cannot be read as this type
	 */
	<T> List<@Nullable T> results(Class<T> type);

}
