package io.jobqueue.flow;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.jobqueue.FlowId;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.flow.state.FlowPlan;
import io.jobqueue.flow.state.FlowState;
import io.jobqueue.flow.state.FlowText;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.flow.FlowChange;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.flow.StoredFlow;

import org.jspecify.annotations.Nullable;

/** Reads and changes the states of flows. Safe for use by many threads. */
final class FlowUpdates {

	/** Other threads and processes change the flow in between. */
	private static final int MOST_ROUNDS = 2_000;

	private static final long LONGEST_PAUSE = 20_000_000;

	private final FlowStore store;

	private final FlowOptions options;

	private final FlowEnds ends;

	FlowUpdates(FlowStore store, FlowOptions options, FlowEnds ends) {
		this.store = store;
		this.options = options;
		this.ends = ends;
	}

	FlowStore store() {
		return this.store;
	}

	FlowOptions options() {
		return this.options;
	}

	/** Create a flow. The time of its creation is set with its first change. */
	void create(FlowId id, @Nullable String name, FlowPlan plan) {
		FlowState state = FlowState.open(plan, Instant.EPOCH);
		this.store.change(FlowChange.create(id, name, FlowText.write(state), life(state)));
	}

	/**
	 * The state of a flow and the clock of the store, {@code null} if there is no flow.
	 */
	@Nullable Seen find(FlowId id) {
		StoredFlow stored = this.store.find(id, List.of());
		return (stored != null) ? seen(stored) : null;
	}

	/** Whether a flow is cancelled or abandoned. */
	boolean isStopped(FlowId id) {
		StoredFlow stored = this.store.read(id);
		return stored != null && FlowText.read(stored.state()).isStopped();
	}

	/** Change a flow. The change may be called several times, the last one counts. */
	@Nullable Seen change(FlowId id, Function<Seen, FlowState> change) {
		return change(id, List.of(), (seen) -> Edit.of(change.apply(seen)));
	}

	/**
	 * Change a flow and its places. The change may be called several times, the last one
	 * counts.
	 * @param places the places that the change reads
	 * @param change answers what to write
	 * @return what was written, or is there if nothing changes; {@code null} if there is
	 * no flow
	 */
	@Nullable Seen change(FlowId id, Collection<Integer> places, Function<Seen, Edit> change) {
		Sent sent = null;
		for (int round = 0; round < MOST_ROUNDS; round++) {
			StoredFlow stored = this.store.find(id, places);
			if (stored == null) {
				return null;
			}
			if (sent != null && sent.isMade(stored)) {
				return made(sent);
			}
			Seen seen = seen(stored);
			Edit edit = change.apply(seen);
			if (edit.isNothing(seen.state())) {
				return seen;
			}
			FlowState state = edit.state;
			FlowChange written = new FlowChange(id, stored.version(), null, FlowText.write(state, changeId()),
					edit.added, state.jobs() - edit.added.size(), edit.ends, life(seen.state(), state));
			sent = new Sent(seen, edit, written);
			if (this.store.change(written)) {
				return made(sent);
			}
			LockSupport
				.parkNanos(ThreadLocalRandom.current().nextLong(Math.min(LONGEST_PAUSE, 100_000L * (round + 1))));
		}
		throw new StoreUnavailableException("Flow '" + id + "' was changed by others again and again", null, true);
	}

	/** Different in each change, so that none is taken for the same one of others. */
	private static String changeId() {
		return Integer.toHexString(ThreadLocalRandom.current().nextInt());
	}

	private Seen made(Sent sent) {
		Seen before = sent.before;
		FlowState state = sent.edit.state;
		JobEvent event = sent.edit.event;
		if (event != null) {
			this.store.afterCommit(() -> this.ends.publish(event));
		}
		if (FlowEnds.isEnd(before.state(), state)) {
			JobEvent.FlowEnded end = new JobEvent.FlowEnded(before.id(), before.name(), state.status());
			this.store.afterCommit(() -> this.ends.ended(end));
		}
		return new Seen(before.id(), before.name(), before.version() + 1, state, before.ends(), before.now());
	}

	/** Most changes do not say anew when maintenance looks at the flow. */
	private FlowChange.@Nullable Life life(FlowState before, FlowState after) {
		FlowChange.Life life = life(after);
		return life.equals(life(before)) ? null : life;
	}

	/** When maintenance looks at a flow, and how long it is kept. */
	FlowChange.Life life(FlowState state) {
		if (state.isSettled() && !state.isCancelling()) {
			return new FlowChange.Life(null,
					(state.status() == FlowStatus.FAILED) ? this.options.keepFailed() : this.options.keepEnded());
		}
		if (!state.chunks().isEmpty() || state.next() != null || state.isCancelling()) {
			return new FlowChange.Life(this.options.lookAgain(), null);
		}
		return new FlowChange.Life(
				(state.status() == FlowStatus.OPEN) ? this.options.abandonAfter() : this.options.auditAfter(), null);
	}

	private static Seen seen(StoredFlow stored) {
		return new Seen(stored.id(), stored.name(), stored.version(), FlowText.read(stored.state()), stored.ends(),
				stored.now());
	}

	/**
	 * A flow as it was read.
	 *
	 * @param id the flow
	 * @param name its name, {@code null} for none
	 * @param version its version
	 * @param state its state
	 * @param ends the ends of the places that were asked for
	 * @param now the clock of the store
	 */
	record Seen(FlowId id, @Nullable String name, long version, FlowState state, Map<Integer, FlowEnd> ends,
			Instant now) {
	}

	/**
	 * A change that was sent to the store.
	 *
	 * @param before the flow before it
	 * @param edit what it does
	 * @param change the change as it was sent
	 */
	private record Sent(Seen before, Edit edit, FlowChange change) {

		/**
		 * A client sends a call again whose reply was lost: the change was made before.
		 */
		boolean isMade(StoredFlow now) {
			return now.version() == this.before.version() + 1 && now.state().equals(this.change.state());
		}

	}

	/**
	 * A change of a flow.
	 *
	 * @param state its next state
	 * @param added the jobs of places that are added
	 * @param ends the ends of places from now on
	 * @param event published when the change is stored for good, before that of the end
	 * of the flow; {@code null} for none
	 */
	record Edit(FlowState state, List<JobId> added, Map<Integer, FlowEnd> ends, @Nullable JobEvent event) {

		Edit(FlowState state, List<JobId> added, Map<Integer, FlowEnd> ends) {
			this(state, added, ends, null);
		}

		/** A change of the state only. */
		static Edit of(FlowState state) {
			return new Edit(state, List.of(), Map.of(), null);
		}

		private boolean isNothing(FlowState before) {
			return this.state.equals(before) && this.added.isEmpty() && this.ends.isEmpty();
		}

	}

}
