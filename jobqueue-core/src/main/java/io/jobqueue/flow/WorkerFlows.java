package io.jobqueue.flow;

import java.util.function.Consumer;
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
	public static final WorkerFlows NONE = new WorkerFlows(null, (queue) -> {
	});

	private final @Nullable Parts parts;

	private final Consumer<String> ended;

	/**
	 * Create the flows of a worker.
	 * @param flows the flows of the store
	 * @param preparation checks requests and makes jobs of them
	 * @param serializer reads results
	 * @param ended called with the queue of each job of a flow that has ended here
	 */
	public WorkerFlows(JobFlows flows, Function<JobRequest, NewJob> preparation, JobSerializer serializer,
			Consumer<String> ended) {
		this(new Parts(flows, preparation, serializer), ended);
	}

	private WorkerFlows(@Nullable Parts parts, Consumer<String> ended) {
		this.parts = parts;
		this.ended = ended;
	}

	/**
	 * The flow of a job.
	 * @throws JobStateException if the job belongs to none
	 */
	public FlowContext of(ClaimedJob job) {
		FlowPlace place = job.details().flow();
		if (place == null || this.parts == null) {
			throw new JobStateException(
					"Job '%s' does not belong to a flow: dispatch it by JobDispatcher.batch or JobDispatcher.chain"
						.formatted(job.id()));
		}
		return new JobFlow(this.parts, place, job.id());
	}

	/** An outcome of a job is stored. */
	public void stored(ClaimedJob job) {
		if (job.details().flow() != null) {
			this.ended.accept(job.queue());
		}
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
