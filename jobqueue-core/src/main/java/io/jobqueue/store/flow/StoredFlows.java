package io.jobqueue.store.flow;

import java.util.List;

import io.jobqueue.FlowId;

import org.jspecify.annotations.Nullable;

/**
 * A page of flows.
 *
 * @param flows the flows, the newest first
 * @param next the id behind which the next page begins, {@code null} if there is none
 */
public record StoredFlows(List<StoredFlow> flows, @Nullable FlowId next) {

	public StoredFlows {
		flows = List.copyOf(flows);
	}

	/**
	 * A page of what was found.
	 * @param found the flows that were found, the newest first; more than fit if more
	 * follow
	 * @param limit how many fit
	 * @param end where the search stopped, {@code null} if it has seen all
	 */
	public static StoredFlows of(List<StoredFlow> found, int limit, @Nullable FlowId end) {
		return (found.size() > limit) ? new StoredFlows(found.subList(0, limit), found.get(limit - 1).id())
				: new StoredFlows(found, end);
	}

}
