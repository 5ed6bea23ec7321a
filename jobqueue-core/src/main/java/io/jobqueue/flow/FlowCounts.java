package io.jobqueue.flow;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

import io.jobqueue.FlowStatus;
import io.jobqueue.flow.state.FlowState;

/** How many flows this process has let end, by status. Safe for use by many threads. */
final class FlowCounts {

	private final Map<FlowStatus, LongAdder> ended = new EnumMap<>(FlowStatus.class);

	FlowCounts() {
		for (FlowStatus status : FlowStatus.values()) {
			this.ended.put(status, new LongAdder());
		}
	}

	/** A change of a flow was stored. */
	void changed(FlowState before, FlowState after) {
		boolean known = before.endedAt() != null && before.status() == after.status();
		if (after.endedAt() != null && !known) {
			count(after.status()).increment();
		}
	}

	long ended(FlowStatus status) {
		return count(status).sum();
	}

	private LongAdder count(FlowStatus status) {
		return Objects.requireNonNull(this.ended.get(status));
	}

}
