package io.jobqueue.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.FlowId;
import io.jobqueue.flow.state.FlowChunk;
import io.jobqueue.flow.state.FlowState;
import io.jobqueue.flow.state.Follower;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.flow.FlowNotice;
import io.jobqueue.store.support.FirstFailure;
import io.jobqueue.store.support.WarnOnce;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes notices of jobs that have ended on to their flows, and lets these go on. Each
 * step can be repeated. Safe for use by many threads and processes.
 */
final class FlowRelay {

	private static final Logger logger = LoggerFactory.getLogger(FlowRelay.class);

	private static final int BATCH = 200;

	/** After so many batches of one queue, those of others are relayed. */
	private static final int MOST_BATCHES = 5;

	private final FlowUpdates flows;

	private final FlowProgress progress;

	private final WarnOnce unreadable = new WarnOnce(
			() -> logger.warn("Further flows of another release cannot be read here; they are not logged"));

	FlowRelay(FlowUpdates flows, FlowProgress progress) {
		this.flows = flows;
		this.progress = progress;
	}

	/** Relay all notices of a queue. */
	Rest relay(String queue) {
		return relay(queue, Integer.MAX_VALUE);
	}

	/** Relay the oldest notices of a queue, up to a thousand. */
	Rest relaySome(String queue) {
		return relay(queue, MOST_BATCHES);
	}

	private Rest relay(String queue, int batches) {
		FirstFailure failure = new FirstFailure();
		Rest rest = relay(queue, batches, failure);
		failure.rethrow();
		return rest;
	}

	/** A flow that cannot be changed now keeps no other one from going on. */
	private Rest relay(String queue, int batches, FirstFailure failure) {
		for (int i = 0; i < batches; i++) {
			Set<FlowId> changed = new LinkedHashSet<>();
			int[] noted = new int[1];
			int read = this.flows.store().relay(queue, BATCH, (notices) -> {
				changed.clear();
				List<FlowNotice> done = note(notices, changed, failure);
				noted[0] = done.size();
				return done;
			});
			changed.forEach((flow) -> failure.run(() -> tryAdvance(flow)));
			if (noted[0] < read) {
				return Rest.BUSY;
			}
			if (read < BATCH || Thread.currentThread().isInterrupted()) {
				return Rest.NONE;
			}
		}
		return Rest.MORE;
	}

	private List<FlowNotice> note(List<FlowNotice> notices, Set<FlowId> changed, FirstFailure failure) {
		Map<FlowId, List<FlowNotice>> byFlow = new LinkedHashMap<>();
		notices.forEach(
				(notice) -> byFlow.computeIfAbsent(notice.place().flow(), (flow) -> new ArrayList<>()).add(notice));
		List<FlowNotice> done = new ArrayList<>(notices.size());
		byFlow.forEach((flow, some) -> {
			try {
				if (failure.run(() -> note(flow, some, changed))) {
					done.addAll(some);
				}
			}
			catch (IllegalArgumentException ex) {
				warn(flow, ex);
				done.addAll(some);
			}
		});
		return done;
	}

	/** What cannot be read here is left to another release. */
	private void tryAdvance(FlowId flow) {
		try {
			this.progress.advance(flow);
		}
		catch (IllegalArgumentException ex) {
			warn(flow, ex);
		}
	}

	private void warn(FlowId flow, RuntimeException failure) {
		if (this.unreadable.isFirst(flow.value())) {
			logger.warn("Flow '{}' does not go on here: {}", flow, failure.getMessage(), failure);
		}
	}

	private void note(FlowId flow, List<FlowNotice> notices, Set<FlowId> changed) {
		Map<Integer, FlowEnd> ends = new HashMap<>();
		for (FlowNotice notice : notices) {
			if (notice.place().isMember()) {
				ends.merge(notice.place().number(), notice.end(), (one, other) -> one.isGood() ? one : other);
			}
			else {
				followerEnded(flow, notice.place().number());
			}
		}
		if (!ends.isEmpty() && note(flow, ends)) {
			changed.add(flow);
		}
	}

	/**
	 * Note the ends of members.
	 * @return whether the flow may go on
	 */
	boolean note(FlowId flow, Map<Integer, FlowEnd> ends) {
		FlowUpdates.Seen after = this.flows.change(flow, ends.keySet(), (seen) -> {
			Map<Integer, FlowEnd> known = new HashMap<>(ends);
			known.keySet().retainAll(seen.ends().keySet());
			return new FlowUpdates.Edit(seen.state().noted(seen.ends(), known, seen.now()).advanced(seen.now()),
					List.of(), FlowState.news(seen.ends(), known));
		});
		return after != null && after.state().next() != null;
	}

	/** It was inserted, whatever became of the call that inserted it. */
	private void followerEnded(FlowId flow, int number) {
		FlowUpdates.Seen before = this.flows.find(flow);
		Follower follower = Follower.of(number);
		if (before != null && before.state().pending().contains(follower)) {
			this.flows.change(flow, (seen) -> {
				FlowChunk chunk = seen.state().chunk(String.valueOf(follower.letter()));
				return (chunk != null) ? seen.state()
					.fired(chunk, follower, this.progress.follower(flow, follower).id(), seen.now())
					.advanced(seen.now()) : seen.state();
			});
		}
	}

	/** Which notices of a queue are left. */
	enum Rest {

		/** None that were there before. */
		NONE,

		/** Those of flows that others change now. */
		BUSY,

		/** Others, which can be relayed now. */
		MORE

	}

}
