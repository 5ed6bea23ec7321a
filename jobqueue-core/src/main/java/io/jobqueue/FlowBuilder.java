package io.jobqueue;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Makes a flow step by step: {@link JobDispatcher#batch} and {@link JobDispatcher#chain}
 * begin one, {@link #dispatch()} stores it. Each method returns a new builder, so one can
 * be dispatched several times. Immutable.
 */
public final class FlowBuilder {

	private final FlowRequest request;

	private final Function<FlowRequest, FlowId> dispatch;

	/**
	 * Begin a flow.
	 * @param jobs the jobs of the first stage, possibly none
	 * @param dispatch stores the flow
	 * @throws InvalidJobException if the collection or a request is {@code null}
	 */
	public FlowBuilder(Collection<JobRequest> jobs, Function<FlowRequest, FlowId> dispatch) {
		this(FlowRequest.of(jobs), dispatch);
	}

	private FlowBuilder(FlowRequest request, Function<FlowRequest, FlowId> dispatch) {
		this.request = request;
		this.dispatch = dispatch;
	}

	/**
	 * Give the flow a name, by which people find it: {@code "import of customer 42"}.
	 * Several flows can have the same one.
	 * @param name from 1 to 200 characters without control characters
	 * @throws InvalidJobException if the name is none
	 */
	public FlowBuilder named(String name) {
		return new FlowBuilder(this.request.withName(name), this.dispatch);
	}

	/**
	 * Add a stage of one job. It starts when all jobs of the stage before have succeeded.
	 * @param job the request
	 */
	public FlowBuilder then(JobRequest job) {
		return then(List.of(Limits.requirePresent("The request of a job", job)));
	}

	/**
	 * Add a stage of several jobs. They start when all jobs of the stage before have
	 * succeeded.
	 * @param jobs the requests, possibly none
	 */
	public FlowBuilder then(Collection<JobRequest> jobs) {
		return new FlowBuilder(this.request.withStage(jobs), this.dispatch);
	}

	/**
	 * Dispatch a job when all jobs of the flow have succeeded.
	 * @param job the request
	 */
	public FlowBuilder onSuccess(JobRequest job) {
		return new FlowBuilder(this.request.withOnSuccess(job), this.dispatch);
	}

	/**
	 * Dispatch a job when all jobs that were started have ended, and at least one did not
	 * succeed. It is dispatched once, also if the flow succeeds later because that job
	 * was requeued.
	 * @param job the request
	 */
	public FlowBuilder onFailure(JobRequest job) {
		return new FlowBuilder(this.request.withOnFailure(job), this.dispatch);
	}

	/**
	 * Dispatch a job when all jobs that were started have ended, in whatever way, also if
	 * the flow was cancelled. It is dispatched once.
	 * @param job the request
	 */
	public FlowBuilder onComplete(JobRequest job) {
		return new FlowBuilder(this.request.withOnComplete(job), this.dispatch);
	}

	/** The request that {@link #dispatch()} sends. */
	public FlowRequest request() {
		return this.request;
	}

	/**
	 * Store the flow. All requests are checked before anything is stored. In a
	 * transaction of the database that stores jobs, the flow becomes part of it. In
	 * another transaction it is stored after the commit, as jobs are.
	 * @return the id of the flow
	 * @throws InvalidJobException if a request cannot be used
	 * @throws QueueFullException if a queue of the first stage has no room. The flow is
	 * then cancelled
	 * @throws JobDispatchException if the store is unavailable or full. A flow that was
	 * stored in part is abandoned
	 */
	public FlowId dispatch() {
		return this.dispatch.apply(this.request);
	}

}
