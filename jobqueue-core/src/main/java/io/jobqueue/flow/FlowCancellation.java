package io.jobqueue.flow;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.jobqueue.FlowId;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.flow.state.FlowState;
import io.jobqueue.flow.state.FlowText;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.flow.StoredFlow;
import io.jobqueue.store.flow.StoredPlace;
import io.jobqueue.store.job.JobAction;

import org.jspecify.annotations.Nullable;

/**
 * Cancels the jobs of flows that were cancelled or abandoned, place by place. The state
 * of the flow says from where on, so that another process continues.
 *
 * @param flows the flows
 * @param actions cancels jobs
 */
record FlowCancellation(FlowUpdates flows, JobActions actions) {

	private static final int BATCH = 200;

	/**
	 * Cancel all jobs of a flow.
	 * @return the queues to which they were dispatched
	 */
	Set<String> run(FlowId flow) {
		Set<String> queues = new LinkedHashSet<>();
		for (FlowState state = read(flow); state != null && state.isCancelling()
				&& !Thread.currentThread().isInterrupted(); state = read(flow)) {
			int from = state.cursor();
			List<StoredPlace> places = this.flows.store().places(flow, from, BATCH);
			// One that has ended may have been requeued since.
			List<JobId> stored = places.stream()
				.filter((place) -> place.end() != FlowEnd.SKIPPED)
				.map(StoredPlace::job)
				.toList();
			if (!stored.isEmpty()) {
				this.actions.act(JobAction.CANCEL, stored, EnumSet.allOf(JobStatus.class));
				stored.forEach((job) -> job.queue().ifPresent(queues::add));
			}
			int to = places.isEmpty() ? state.jobs() : from + places.size();
			this.flows.store()
				.apart(() -> this.flows.change(flow, (now) -> (now.state().cursor() == from)
						? now.state().cancelledUpTo(to, now.now()).advanced(now.now()) : now.state()) != null);
		}
		return queues;
	}

	private @Nullable FlowState read(FlowId flow) {
		StoredFlow stored = this.flows.store().read(flow);
		return (stored != null) ? FlowText.read(stored.state()) : null;
	}

}
