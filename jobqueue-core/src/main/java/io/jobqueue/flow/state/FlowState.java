package io.jobqueue.flow.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobId;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.form.StoredFields;

import org.jspecify.annotations.Nullable;

/**
 * The state of a flow. Its methods are the rules of flows; none has a side effect.
 *
 * @param status its status
 * @param plan what it does after its first stage
 * @param stage the number of its present stage, from 0
 * @param part how many parts of this stage were inserted
 * @param jobs how many places it has
 * @param succeeded how many of their jobs have succeeded, or were skipped
 * @param failed how many of their jobs have ended otherwise
 * @param chunks jobs that someone is about to insert
 * @param pending followers that are to be inserted
 * @param fired followers that were inserted, with the jobs that stand for them
 * @param createdAt when it was created; 1970 before its first change
 * @param touchedAt when it changed the last time
 * @param endedAt when it ended with its present status, {@code null} before
 * @param cursor of a flow that was cancelled or abandoned, the number of the place from
 * which on jobs are to be cancelled
 * @param others the fields that only another release knows
 */
public record FlowState(FlowStatus status, FlowPlan plan, int stage, int part, int jobs, int succeeded, int failed,
		List<FlowChunk> chunks, Set<Follower> pending, Map<Follower, JobId> fired, Instant createdAt, Instant touchedAt,
		@Nullable Instant endedAt, int cursor, StoredFields others) {

	public FlowState {
		chunks = List.copyOf(chunks);
		pending = Set.copyOf(pending);
		fired = Map.copyOf(fired);
	}

	/** A flow whose creation begins. */
	public static FlowState open(FlowPlan plan, Instant now) {
		return new FlowState(FlowStatus.OPEN, plan, 0, 0, 0, 0, 0, List.of(), Set.of(), Map.of(), now, now, null, 0,
				StoredFields.NONE);
	}

	/** How many jobs wait or run, or are about to be inserted. */
	public int open() {
		return this.jobs - this.succeeded - this.failed;
	}

	/** Whether nothing that waits may start any more. */
	public boolean isStopped() {
		return this.status == FlowStatus.CANCELLED || this.status == FlowStatus.ABANDONED;
	}

	/** Whether jobs are to be cancelled. */
	public boolean isCancelling() {
		return isStopped() && this.cursor < this.jobs;
	}

	/** Whether it has ended, and nothing is to be done any more. */
	public boolean isSettled() {
		return this.endedAt != null && this.chunks.isEmpty() && this.pending.isEmpty();
	}

	public @Nullable FlowChunk chunk(String token) {
		return this.chunks.stream().filter((chunk) -> chunk.token().equals(token)).findFirst().orElse(null);
	}

	/** Someone is about to insert jobs; places for new ones are added. */
	public FlowState inserting(FlowChunk chunk, Instant now) {
		FlowChunk before = chunk(chunk.token());
		return edit(now, (draft) -> {
			draft.chunks.remove(before);
			draft.chunks.add(chunk);
			draft.jobs += (before == null && chunk.first() >= 0) ? chunk.count() : 0;
			if (chunk.isGiven() && this.status == FlowStatus.FAILED) {
				draft.status = FlowStatus.RUNNING;
				draft.endedAt = null;
			}
		});
	}

	/** The jobs of a chunk are inserted, or never will be. */
	public FlowState inserted(FlowChunk chunk, Instant now) {
		return edit(now, (draft) -> {
			draft.chunks.remove(chunk);
			draft.part += (chunk.token().charAt(0) == FlowChunk.PLANNED) ? 1 : 0;
			draft.cursor = isStopped() ? Math.min(this.cursor, chunk.first()) : this.cursor;
		});
	}

	/** A follower is inserted, or another job stands for it. */
	public FlowState fired(FlowChunk chunk, Follower follower, JobId job, Instant now) {
		return edit(now, (draft) -> {
			draft.chunks.remove(chunk);
			draft.pending.remove(follower);
			draft.fired.put(follower, job);
		});
	}

	/** Jobs have ended. What was good stays good. */
	public FlowState noted(Map<Integer, FlowEnd> before, Map<Integer, FlowEnd> after, Instant now) {
		return edit(now, (draft) -> after.forEach((place, end) -> {
			FlowEnd known = before.getOrDefault(place, FlowEnd.OPEN);
			if (known == FlowEnd.OPEN || (end.isGood() && !known.isGood())) {
				draft.succeeded += end.isGood() ? 1 : 0;
				draft.failed += (end.isGood() ? 0 : 1) - ((known == FlowEnd.OPEN) ? 0 : 1);
			}
		}));
	}

	/** The ends that {@link #noted} counts. */
	public static Map<Integer, FlowEnd> news(Map<Integer, FlowEnd> before, Map<Integer, FlowEnd> after) {
		Map<Integer, FlowEnd> news = new HashMap<>(after);
		news.entrySet().removeIf((entry) -> {
			FlowEnd known = before.getOrDefault(entry.getKey(), FlowEnd.OPEN);
			return known != FlowEnd.OPEN && (known.isGood() || !entry.getValue().isGood());
		});
		return news;
	}

	/** Its creation has ended. */
	public FlowState sealed() {
		return (this.status != FlowStatus.OPEN) ? this
				: edit(this.touchedAt, (draft) -> draft.status = FlowStatus.RUNNING);
	}

	/** It is cancelled, unless it has ended. */
	public FlowState stopped(FlowStatus how, Instant now) {
		return (this.status.isOver()) ? this : edit(now, (draft) -> {
			draft.status = how;
			draft.cursor = 0;
			draft.endedAt = null;
			draft.pending.clear();
		});
	}

	/** The jobs before this place are cancelled. */
	public FlowState cancelledUpTo(int place, Instant now) {
		return edit(now, (draft) -> draft.cursor = place);
	}

	/**
	 * What becomes of it by what has ended, up to where something is to be inserted.
	 * Until all that is about to be inserted is there, nothing becomes of it.
	 */
	public FlowState advanced(Instant now) {
		FlowState state = this;
		for (FlowState next = state.advancedOnce(now); next != state; next = state.advancedOnce(now)) {
			state = next;
		}
		return state;
	}

	private FlowState advancedOnce(Instant now) {
		if (this.status == FlowStatus.OPEN || !this.chunks.isEmpty() || open() > 0 || hasPart()) {
			return this;
		}
		if (isStopped()) {
			boolean completes = this.status == FlowStatus.CANCELLED;
			return (this.endedAt != null) ? this
					: ended(this.status, completes ? Set.of(Follower.COMPLETE) : Set.of(), now);
		}
		if (this.failed > 0) {
			return (this.status == FlowStatus.FAILED) ? this
					: ended(FlowStatus.FAILED, Set.of(Follower.FAILURE, Follower.COMPLETE), now);
		}
		if (this.stage + 1 < this.plan.stages()) {
			return edit(now, (draft) -> {
				draft.status = FlowStatus.RUNNING;
				draft.endedAt = null;
				draft.stage++;
				draft.part = 0;
			});
		}
		return (this.status == FlowStatus.SUCCESS) ? this
				: ended(FlowStatus.SUCCESS, Set.of(Follower.SUCCESS, Follower.COMPLETE), now);
	}

	private FlowState ended(FlowStatus how, Set<Follower> followers, Instant now) {
		return edit(now, (draft) -> {
			draft.status = how;
			draft.endedAt = now;
			followers.stream()
				.filter((follower) -> this.plan.followers().contains(follower) && !this.fired.containsKey(follower))
				.forEach(draft.pending::add);
		});
	}

	/** Whether a part of the present stage is to be inserted. */
	private boolean hasPart() {
		return !isStopped() && this.part < this.plan.parts().get(this.stage);
	}

	/** The token of what is to be inserted now, {@code null} if there is nothing. */
	public @Nullable String next() {
		if (this.status == FlowStatus.OPEN || !this.chunks.isEmpty()) {
			return null;
		}
		if (hasPart()) {
			return FlowChunk.PLANNED + String.valueOf(this.plan.part(this.stage, this.part));
		}
		return this.pending.stream()
			.sorted()
			.findFirst()
			.map((follower) -> String.valueOf(follower.letter()))
			.orElse(null);
	}

	/** The state as it is shown to people. */
	public FlowInfo info(FlowId id, @Nullable String name) {
		return new FlowInfo(id, name, this.status, this.stage + 1, this.plan.stages(), this.jobs, this.succeeded,
				this.failed, this.createdAt, this.endedAt, this.fired.values().stream().sorted().toList());
	}

	private FlowState edit(Instant now, Consumer<Draft> change) {
		Draft draft = new Draft(this);
		change.accept(draft);
		FlowState after = draft.state(this, this.touchedAt);
		return after.equals(this) ? this : draft.state(this, now);
	}

	/** What changes of a state. */
	private static final class Draft {

		private FlowStatus status;

		private int stage;

		private int part;

		private int jobs;

		private int succeeded;

		private int failed;

		private final List<@Nullable FlowChunk> chunks;

		private final Set<Follower> pending = EnumSet.noneOf(Follower.class);

		private final Map<Follower, JobId> fired = new EnumMap<>(Follower.class);

		private @Nullable Instant endedAt;

		private int cursor;

		private Draft(FlowState state) {
			this.status = state.status;
			this.stage = state.stage;
			this.part = state.part;
			this.jobs = state.jobs;
			this.succeeded = state.succeeded;
			this.failed = state.failed;
			this.chunks = new ArrayList<>(state.chunks);
			this.pending.addAll(state.pending);
			this.fired.putAll(state.fired);
			this.endedAt = state.endedAt;
			this.cursor = state.cursor;
		}

		private FlowState state(FlowState before, Instant touchedAt) {
			return new FlowState(this.status, before.plan, this.stage, this.part, this.jobs, this.succeeded,
					this.failed, this.chunks.stream().filter(Objects::nonNull).toList(), this.pending, this.fired,
					before.createdAt.equals(Instant.EPOCH) ? touchedAt : before.createdAt, touchedAt, this.endedAt,
					this.cursor, before.others);
		}

	}

}
