package io.jobqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of flows, the newest first. A page of a query can be short or empty although
 * more flows follow: {@code next} says so.
 *
 * @param flows the flows
 * @param next the id to continue behind, {@code null} on the last page
 */
public record FlowPage(List<FlowInfo> flows, @Nullable FlowId next) {

	public FlowPage {
		flows = List.copyOf(flows);
	}

}
