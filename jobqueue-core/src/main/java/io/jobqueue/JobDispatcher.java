package io.jobqueue;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Dispatches jobs. A job whose dispatch returned runs to an end, as long as the store
 * keeps its data. Safe for use by many threads.
 * <p>
 * All methods throw {@link InvalidJobException} for a request that cannot be used or is
 * {@code null}, {@link PayloadException} for a payload that cannot be written, could not
 * be read back or is too large, {@link UnknownTaskException} for a class or method that
 * is no task, and {@link JobDispatchException} when the store is unavailable or full.
 */
public interface JobDispatcher {

	/**
	 * Dispatch a job to a handler class.
	 * @param task the handler
	 * @param payload what to hand to it
	 * @return the job's id
	 */
	default <P> JobId dispatch(Class<? extends JobHandler<P, ?>> task, @Nullable P payload) {
		return dispatch(JobRequest.of(task, payload));
	}

	/**
	 * Dispatch a job to a handler class that takes no payload.
	 * @param task the handler
	 * @return the job's id
	 */
	default JobId dispatch(Class<? extends JobHandler<Void, ?>> task) {
		return dispatch(JobRequest.of(task));
	}

	/**
	 * Dispatch a job to a task method: {@code dispatch(Reports::build, request)}.
	 * @param task the method
	 * @param payload what to hand to it
	 * @return the job's id
	 */
	default <B, P> JobId dispatch(TaskRef.PayloadMethod<B, P> task, @Nullable P payload) {
		return dispatch(JobRequest.of(task, payload));
	}

	/** The same for a method that takes the {@link JobContext} beside its payload. */
	default <B, P> JobId dispatch(TaskRef.PayloadAndContextMethod<B, P> task, @Nullable P payload) {
		return dispatch(JobRequest.of(task, payload));
	}

	/**
	 * Dispatch a job to a task by name; another application may have its handler.
	 * @param task the name of the task
	 * @param payload what to hand to it
	 * @return the job's id
	 */
	default JobId dispatch(String task, @Nullable Object payload) {
		return dispatch(JobRequest.of(task, payload));
	}

	/**
	 * Dispatch a job with options.
	 * @param request the job
	 * @return the job's id
	 */
	default JobId dispatch(JobRequest request) {
		return dispatchAll(List.of(Limits.requirePresent("The request of a job", request))).get(0);
	}

	/**
	 * Dispatch a job for each payload, in order; one round trip a chunk.
	 * @param task the handler
	 * @param payloads what to hand to it
	 * @return the jobs' ids, in the order of the payloads
	 */
	default <P> List<JobId> dispatchAll(Class<? extends JobHandler<P, ?>> task, Collection<? extends P> payloads) {
		Limits.requirePresent("The collection of payloads", payloads);
		return dispatchAll(payloads.stream().map((payload) -> JobRequest.of(task, payload)).toList());
	}

	/**
	 * Dispatch many jobs, in order; one round trip a chunk. All requests are checked
	 * before the first is stored; an error names the one that it is about.
	 * @param requests the jobs
	 * @return the jobs' ids, in the order of the requests
	 */
	List<JobId> dispatchAll(Collection<JobRequest> requests);

}
