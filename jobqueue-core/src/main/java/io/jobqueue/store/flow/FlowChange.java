package io.jobqueue.store.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jobqueue.FlowId;
import io.jobqueue.JobId;

import org.jspecify.annotations.Nullable;

/**
 * A change of a flow, which is made if the flow still has the version.
 *
 * @param id the flow
 * @param version the version that it was read with, 0 to create it
 * @param name its name if it is created, which never changes, {@code null} for none;
 * {@code null} in any other change
 * @param state its state from now on
 * @param added the jobs of places that are added, in their order
 * @param first the number of the first place that is added: how many there were before
 * @param ends the ends of places from now on, by number
 * @param life how long it is kept; {@code null} if that is as it was after the change
 * before
 */
public record FlowChange(FlowId id, long version, @Nullable String name, String state, List<JobId> added, int first,
		Map<Integer, FlowEnd> ends, @Nullable Life life) {

	public FlowChange {
		added = List.copyOf(added);
		ends = Map.copyOf(ends);
	}

	/** The change that creates a flow without jobs. */
	public static FlowChange create(FlowId id, @Nullable String name, String state, Life life) {
		return new FlowChange(id, 0, name, state, List.of(), 0, Map.of(), life);
	}

	/**
	 * When maintenance looks at a flow, and how long the flow is kept.
	 *
	 * @param look after how long maintenance looks at it at the latest; {@code null} if
	 * it has nothing to do any more
	 * @param keep how long it is kept from now on; {@code null} if that is not known yet
	 */
	public record Life(@Nullable Duration look, @Nullable Duration keep) {
	}

	/** Whether the flow is created. */
	public boolean isNew() {
		return this.version == 0;
	}

}
