package io.jobqueue.flow;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

import io.jobqueue.FlowStatus;
import io.jobqueue.JobEvent;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.state.FlowState;

/**
 * Counts and publishes the flows that this process has let end. Safe for use by many
 * threads.
 */
final class FlowEnds {

	private final JobEvents events;

	private final Map<FlowStatus, LongAdder> ended = new EnumMap<>(FlowStatus.class);

	FlowEnds(JobEvents events) {
		this.events = events;
		for (FlowStatus status : FlowStatus.values()) {
			this.ended.put(status, new LongAdder());
		}
	}

	/** Whether a change lets a flow end, or end with another status than before. */
	static boolean isEnd(FlowState before, FlowState after) {
		boolean known = before.endedAt() != null && before.status() == after.status();
		return after.endedAt() != null && !known;
	}

	/** A change that lets a flow end is stored for good. */
	void ended(JobEvent.FlowEnded end) {
		count(end.status()).increment();
		this.events.publish(end);
	}

	/** A change is stored for good that is an event of its own. */
	void publish(JobEvent event) {
		this.events.publish(event);
	}

	long ended(FlowStatus status) {
		return count(status).sum();
	}

	private LongAdder count(FlowStatus status) {
		return Objects.requireNonNull(this.ended.get(status));
	}

}
