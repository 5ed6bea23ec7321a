package io.jobqueue.flow;

import java.util.List;
import java.util.Set;

import io.jobqueue.FlowId;
import io.jobqueue.flow.state.FlowChunk;
import io.jobqueue.flow.state.FlowPlan;
import io.jobqueue.flow.state.Follower;
import io.jobqueue.flow.state.PlannedJobs;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.job.NewJob;

/**
 * Inserts what a flow does next: the jobs of its next stage, or those that follow it.
 * Safe for use by many threads and processes: one of them inserts.
 */
final class FlowProgress {

	private final FlowUpdates flows;

	private final FlowStore store;

	private final FlowInsertion insertion;

	FlowProgress(FlowInsertion insertion) {
		this.flows = insertion.flows();
		this.store = insertion.flows().store();
		this.insertion = insertion;
	}

	/** Insert as much as is possible now. */
	void advance(FlowId flow) {
		while (this.store.together(() -> advanceOnce(flow))) {
			Thread.onSpinWait();
		}
	}

	/** As {@link #advance}, in the present transaction. Answers whether something was. */
	boolean advanceAll(FlowId flow) {
		boolean any = false;
		while (advanceOnce(flow)) {
			any = true;
		}
		return any;
	}

	/**
	 * In one transaction, where the store has some. Answers whether there may be more.
	 */
	private boolean advanceOnce(FlowId flow) {
		FlowUpdates.Seen seen = this.flows.find(flow);
		String token = (seen != null) ? seen.state().next() : null;
		if (token == null) {
			return false;
		}
		if (token.charAt(0) == FlowChunk.PLANNED) {
			return this.insertion.addPlanned(flow, token, planned(flow, token));
		}
		Follower follower = Follower.of(token.charAt(0));
		FlowChunk chunk = this.insertion.claim(flow, follower);
		return chunk != null && this.insertion.fire(flow, follower, chunk, follower(flow, follower));
	}

	/**
	 * Insert the jobs of a chunk that its owner has not completed.
	 * @param chunk the chunk, which this caller owns now
	 * @param present the places of the jobs that are there already, or have been
	 */
	void repeat(FlowId flow, FlowChunk chunk, Set<Integer> present) {
		this.store.together(() -> this.insertion.insert(flow, chunk, planned(flow, chunk.token()), present));
	}

	/** Insert a follower that the owner of its chunk may not have inserted. */
	void repeat(FlowId flow, FlowChunk chunk, Follower follower) {
		this.store.together(() -> this.insertion.fire(flow, follower, chunk, follower(flow, follower)));
	}

	private List<NewJob> planned(FlowId flow, String token) {
		return part(flow, Integer.parseInt(token, 1, token.length(), 10));
	}

	/** A follower of a flow. */
	NewJob follower(FlowId flow, Follower follower) {
		FlowUpdates.Seen seen = this.flows.find(flow);
		int index = (seen != null) ? seen.state().plan().followers().stream().sorted().toList().indexOf(follower) : -1;
		if (index < 0) {
			throw new IllegalArgumentException("Flow '%s' has no job for %s".formatted(flow, follower));
		}
		return part(flow, FlowPlan.FOLLOWERS).get(index);
	}

	private List<NewJob> part(FlowId flow, int number) {
		String content = this.store.part(flow, number);
		if (content == null) {
			throw new IllegalArgumentException(
					"Part %d of the plan of flow '%s' is missing in the store, so the flow cannot go on: cancel it"
						.formatted(number, flow));
		}
		try {
			return PlannedJobs.read(content);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(
					"Part %d of the plan of flow '%s' cannot be read by this release: let a worker of the release that dispatched it go on, or cancel it"
						.formatted(number, flow),
					ex);
		}
	}

}
