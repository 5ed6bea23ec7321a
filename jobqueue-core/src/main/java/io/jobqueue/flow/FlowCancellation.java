package io.jobqueue.flow;

import java.util.Collection;
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
		return run(flow, null).queues();
	}

	/**
	 * Cancel the jobs of a flow, except for one that runs on the calling thread: its
	 * cancellation interrupts the thread, and the jobs behind it would go on to run.
	 * @param own the job that runs on this thread, {@code null} for none
	 */
	Cancelled run(FlowId flow, @Nullable JobId own) {
		Set<String> queues = new LinkedHashSet<>();
		boolean left = false;
		for (FlowState state = read(flow); state != null && state.isCancelling()
				&& !Thread.currentThread().isInterrupted(); state = read(flow)) {
			int from = state.cursor();
			List<StoredPlace> places = this.flows.store().places(flow, from, BATCH);
			// One that has ended may have been requeued since.
			List<JobId> stored = places.stream()
				.filter((place) -> place.end() != FlowEnd.SKIPPED)
				.map(StoredPlace::job)
				.toList();
			List<JobId> others = stored.stream().filter((job) -> !job.equals(own)).toList();
			left |= others.size() < stored.size();
			if (!others.isEmpty()) {
				cancel(others);
				others.forEach((job) -> job.queue().ifPresent(queues::add));
			}
			int to = places.isEmpty() ? state.jobs() : from + places.size();
			this.flows.store()
				.apart(() -> this.flows.change(flow, (now) -> (now.state().cursor() == from)
						? now.state().cancelledUpTo(to, now.now()).advanced(now.now()) : now.state()) != null);
		}
		return new Cancelled(queues, left);
	}

	void cancel(Collection<JobId> jobs) {
		this.actions.act(JobAction.CANCEL, jobs, EnumSet.allOf(JobStatus.class));
	}

	private @Nullable FlowState read(FlowId flow) {
		StoredFlow stored = this.flows.store().read(flow);
		return (stored != null) ? FlowText.read(stored.state()) : null;
	}

	/**
	 * What was done.
	 *
	 * @param queues the queues to which the cancelled jobs were dispatched
	 * @param left whether the job of the calling thread belongs to the flow, and was left
	 * out
	 */
	record Cancelled(Set<String> queues, boolean left) {
	}

}
