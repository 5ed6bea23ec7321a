package io.jobqueue.store.flow;

import java.time.Instant;
import java.util.Map;

import io.jobqueue.FlowId;

import org.jspecify.annotations.Nullable;

/**
 * A flow as it is stored.
 *
 * @param id its id
 * @param name its name, {@code null} if it has none
 * @param version increases with each change, from 1
 * @param state its state, in the form of the caller
 * @param ends how the jobs of the places that were asked for have ended, as far as these
 * places exist
 * @param now the clock of the store when it was read
 */
public record StoredFlow(FlowId id, @Nullable String name, long version, String state, Map<Integer, FlowEnd> ends,
		Instant now) {

	public StoredFlow {
		ends = Map.copyOf(ends);
	}

}
