package io.jobqueue.flow;

import java.util.function.Function;

import io.jobqueue.FlowContext;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStateException;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.FlowPlace;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/** What the attempts of a worker need of flows. Safe for use by many threads. */
public final class WorkerFlows {

	/** Of a worker without flows. */
	public static final WorkerFlows NONE = new WorkerFlows((Parts) null, null);

	private final @Nullable Parts parts;

	private final @Nullable FlowThread thread;

	/**
	 * Create the flows of a worker.
	 * @param flows the flows of the store
	 * @param preparation checks requests and makes jobs of them
	 * @param serializer reads results
	 * @param thread lets the flows go on whose jobs have ended here
	 */
	public WorkerFlows(JobFlows flows, Function<JobRequest, NewJob> preparation, JobSerializer serializer,
			FlowThread thread) {
		this(new Parts(flows, preparation, serializer), thread);
	}

	private WorkerFlows(@Nullable Parts parts, @Nullable FlowThread thread) {
		this.parts = parts;
		this.thread = thread;
	}

	/**
	 * The flow of a job.
	 * @param running throws an exception if the attempt that asks has ended
	 * @throws JobStateException if the job belongs to none
	 */
	public FlowContext of(ClaimedJob job, Runnable running) {
		FlowPlace place = job.details().flow();
		if (place == null || this.parts == null) {
			throw new JobStateException(
					"Job '%s' does not belong to a flow: dispatch it by JobDispatcher.batch or JobDispatcher.chain"
						.formatted(job.id()));
		}
		return new JobFlow(this.parts, place, job.id(), running);
	}

	/** An outcome of a job is stored, or the job was cancelled before. */
	public void stored(ClaimedJob job) {
		if (this.thread != null && job.details().flow() != null) {
			this.thread.ended(job.queue());
		}
	}

	/**
	 * Return whether a job has ended here whose flow has not gone on yet. It may bring
	 * jobs.
	 */
	public boolean isRelaying() {
		return this.thread != null && this.thread.isRelaying();
	}

	/**
	 * Return how often flows have gone on here, at least. A relay counts before
	 * {@link #isRelaying()} answers false.
	 */
	public long relays() {
		return (this.thread != null) ? this.thread.relays() : 0;
	}

	/**
	 * What the flow of a job uses.
	 *
	 * @param flows the flows of the store
	 * @param preparation checks requests and makes jobs of them
	 * @param serializer reads results
	 */
	record Parts(JobFlows flows, Function<JobRequest, NewJob> preparation, JobSerializer serializer) {
	}

}
