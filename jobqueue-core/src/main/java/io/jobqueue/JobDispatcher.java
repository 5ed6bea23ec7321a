package io.jobqueue;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Creates jobs and stores them. A job whose dispatch returned runs to an end, as long as
 * the store keeps its data. Implementations are thread-safe.
 * <p>
 * All methods throw {@link InvalidJobException} if a request is {@code null} or cannot be
 * used, {@link PayloadException} if a payload is too large or cannot be written or read
 * back, {@link UnknownTaskException} if a class or method is not a task,
 * {@link QueueFullException} if a queue has its maximum size, and
 * {@link JobDispatchException} if the store is unavailable or full.
 */
public interface JobDispatcher {

	/**
	 * Dispatch a job to a handler class.
	 * @param task the handler class
	 * @param payload the payload; {@code null} only if the handler accepts it
	 * @return the id of the job
	 */
	default <P> JobId dispatch(Class<? extends JobHandler<P, ?>> task, @Nullable P payload) {
		return dispatch(JobRequest.of(task, payload));
	}

	/**
	 * Dispatch a job to a handler class that takes no payload.
	 * @param task the handler class
	 * @return the id of the job
	 */
	default JobId dispatch(Class<? extends JobHandler<Void, ?>> task) {
		return dispatch(JobRequest.of(task));
	}

	/**
	 * Dispatch a job to a task method: {@code dispatch(Reports::build, request)}.
	 * @param task a reference to the method
	 * @param payload the payload; {@code null} only if the handler accepts it
	 * @return the id of the job
	 */
	default <B, P> JobId dispatch(TaskRef.PayloadMethod<B, P> task, @Nullable P payload) {
		return dispatch(JobRequest.of(task, payload));
	}

	/**
	 * Dispatch a job to a task method that also takes the {@link JobContext}.
	 * @param task a reference to the method
	 * @param payload the payload; {@code null} only if the handler accepts it
	 * @return the id of the job
	 */
	default <B, P> JobId dispatch(TaskRef.PayloadAndContextMethod<B, P> task, @Nullable P payload) {
		return dispatch(JobRequest.of(task, payload));
	}

	/**
	 * Dispatch a job to a task method that takes no payload, and no {@link JobContext}:
	 * {@code dispatch(Reports::cleanUp)}.
	 * @param task a reference to the method
	 * @return the id of the job
	 */
	default <B> JobId dispatch(TaskRef.PlainMethod<B> task) {
		return dispatch(JobRequest.of(task));
	}

	/**
	 * Dispatch a job to a task by name. The handler may be in another application.
	 * @param task the name of the task
	 * @param payload the payload
	 * @return the id of the job
	 */
	default JobId dispatch(String task, @Nullable Object payload) {
		return dispatch(JobRequest.of(task, payload));
	}

	/**
	 * Dispatch a job with options.
	 * @param request the request
	 * @return the id of the job; of the job that owns its unique key if that stands for
	 * the request
	 * @throws DuplicateJobException if another job owns its unique key, and the key says
	 * {@link UniqueKey#reject()}
	 */
	default JobId dispatch(JobRequest request) {
		return dispatchAll(List.of(Limits.requirePresent("The request of a job", request))).get(0);
	}

	/**
	 * Dispatch one job per payload, in order, with one round trip per chunk.
	 * @param task the handler class
	 * @param payloads the payloads
	 * @return the ids of the jobs, in the order of the payloads
	 */
	default <P> List<JobId> dispatchAll(Class<? extends JobHandler<P, ?>> task, Collection<? extends P> payloads) {
		Limits.requirePresent("The collection of payloads", payloads);
		return dispatchAll(payloads.stream().map((payload) -> JobRequest.of(task, payload)).toList());
	}

	/**
	 * Dispatch many jobs, in order, with one round trip per chunk. All requests are
	 * checked before the first job is stored. An error names the request that it
	 * concerns. A job whose unique key another job owns does not prevent the others from
	 * being stored.
	 * @param requests the requests
	 * @return the ids of the jobs that stand for the requests, in their order
	 * @throws DuplicateJobException if another job owns the unique key of one of them,
	 * and the key says {@link UniqueKey#reject()}; the others are stored
	 */
	List<JobId> dispatchAll(Collection<JobRequest> requests);

	/**
	 * Dispatch a job with options, and return what was done. The dispatcher of the
	 * library implements it; the default serves test doubles.
	 * @param request the request
	 * @return the id of the job that stands for the request, and the outcome
	 * @throws DuplicateJobException if another job owns its unique key, and the key says
	 * {@link UniqueKey#reject()}
	 * @throws UnsupportedOperationException if this implementation does not report it
	 */
	default DispatchResult tryDispatch(JobRequest request) {
		throw new UnsupportedOperationException(
				"%s does not report what it did with a request: implement tryDispatch, or call dispatch"
					.formatted(getClass().getName()));
	}

	/**
	 * Begin a flow of jobs that run independently of each other, and may be followed by
	 * others: {@code jobs.batch(requests).onSuccess(request).dispatch()}. The dispatcher
	 * of the library implements it; the default serves test doubles.
	 * @param jobs the requests, possibly none
	 * @return a builder, with which the flow is dispatched
	 * @throws InvalidJobException if the collection or a request is {@code null}
	 * @throws UnsupportedOperationException if this implementation has no flows
	 */
	default FlowBuilder batch(Collection<JobRequest> jobs) {
		throw new UnsupportedOperationException("%s has no flows: implement batch".formatted(getClass().getName()));
	}

	/**
	 * Begin a flow of jobs that run one after the other:
	 * {@code jobs.chain(first).then(second).dispatch()}. A job starts when the one before
	 * has succeeded.
	 * @param first the first request
	 * @return a builder, with which the flow is dispatched
	 * @throws InvalidJobException if the request is {@code null}
	 */
	default FlowBuilder chain(JobRequest first) {
		return batch(List.of(Limits.requirePresent("The request of a job", first)));
	}

}
