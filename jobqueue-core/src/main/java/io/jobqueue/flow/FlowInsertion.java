package io.jobqueue.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import io.jobqueue.DurationText;
import io.jobqueue.FlowId;
import io.jobqueue.JobId;
import io.jobqueue.JobStateException;
import io.jobqueue.flow.state.FlowChunk;
import io.jobqueue.flow.state.FlowState;
import io.jobqueue.flow.state.Follower;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.job.FlowPlace;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.InsertResult.Kind;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * Inserts jobs of a flow in the three steps that may each be the last one of a process:
 * add their places, insert them, say that they are there.
 */
final class FlowInsertion {

	/** The maximum number of jobs that are inserted together. */
	static final int CHUNK = 500;

	private static final Set<Kind> LATE = Set.of(Kind.LATE);

	private static final Set<Kind> MISSING = Set.of(Kind.LATE, Kind.FULL);

	private final FlowUpdates flows;

	private final Function<List<NewJob>, List<InsertResult>> insert;

	/**
	 * Make one.
	 * @param insert inserts jobs
	 */
	FlowInsertion(FlowUpdates flows, Function<List<NewJob>, List<InsertResult>> insert) {
		this.flows = flows;
		this.insert = insert;
	}

	FlowUpdates flows() {
		return this.flows;
	}

	/**
	 * Add jobs that only the caller knows.
	 * @param jobs at most {@link #CHUNK}
	 * @param last what becomes of the state when all of them are there
	 * @return what came of each job
	 * @throws JobStateException if the flow is over or gone
	 */
	List<InsertResult> add(FlowId flow, List<NewJob> jobs, Function<FlowState, FlowState> last) {
		String owner = UUID.randomUUID().toString();
		FlowChunk chunk = claim(flow, FlowChunk.GIVEN + owner, owner, jobs);
		if (chunk == null) {
			throw over(flow);
		}
		List<InsertResult> results = this.insert.apply(placed(flow, chunk, jobs, 0));
		// Without a job that is missing, the flow must not go on to what follows it.
		boolean there = confirm(flow, chunk, ends(chunk.first(), results),
				isAny(results, MISSING) ? Function.identity() : last);
		if (!there || isAny(results, LATE)) {
			throw new JobStateException(("The jobs of flow '%s' were not inserted within %s, so they do not count: "
					+ "the store was too slow, or this process was stopped meanwhile")
				.formatted(flow, DurationText.of(this.flows.options().insertTime())));
		}
		return results;
	}

	static JobStateException over(FlowId flow) {
		return new JobStateException(
				"Flow '%s' is over, cancelled or no longer kept, so no jobs can be added to it: dispatch them without it"
					.formatted(flow));
	}

	/**
	 * Insert jobs of the plan.
	 * @param token their token, which the state of the flow says is next
	 * @return whether they are there by this call
	 */
	boolean addPlanned(FlowId flow, String token, List<NewJob> jobs) {
		FlowChunk chunk = claim(flow, token, UUID.randomUUID().toString(), jobs);
		return chunk != null && insert(flow, chunk, jobs, Set.of());
	}

	/**
	 * Insert jobs of a chunk that this caller owns.
	 * @param present the places of those that are there already
	 * @return whether they are there by this call
	 */
	boolean insert(FlowId flow, FlowChunk chunk, List<NewJob> jobs, Set<Integer> present) {
		Map<Integer, FlowEnd> ends = new HashMap<>();
		for (int i = 0; i < jobs.size();) {
			int end = i;
			while (end < jobs.size() && !present.contains(chunk.first() + end)) {
				end++;
			}
			if (end > i) {
				List<InsertResult> results = this.insert.apply(placed(flow, chunk, jobs.subList(i, end), i));
				if (isAny(results, LATE)) {
					return false;
				}
				ends.putAll(ends(chunk.first() + i, results));
			}
			i = end + 1;
		}
		return confirm(flow, chunk, ends, Function.identity());
	}

	private static boolean isAny(List<InsertResult> results, Set<Kind> kinds) {
		return results.stream().anyMatch((result) -> kinds.contains(result.kind()));
	}

	private @Nullable FlowChunk claim(FlowId flow, String token, String owner, List<NewJob> jobs) {
		FlowUpdates.Seen seen = this.flows.change(flow, List.of(), (before) -> {
			FlowState state = before.state();
			// A change whose reply was lost is made again.
			boolean possible = state.chunk(token) == null
					&& ((token.charAt(0) == FlowChunk.GIVEN) ? !state.status().isOver() : token.equals(state.next()));
			if (!possible) {
				return new FlowUpdates.Edit(state, List.of(), Map.of());
			}
			FlowChunk chunk = new FlowChunk(token, owner, state.jobs(), jobs.size(),
					before.now().plus(this.flows.options().insertTime()));
			return new FlowUpdates.Edit(state.inserting(chunk, before.now()), jobs.stream().map(NewJob::id).toList(),
					Map.of());
		});
		FlowChunk chunk = (seen != null) ? seen.state().chunk(token) : null;
		return (chunk != null && chunk.owner().equals(owner)) ? chunk : null;
	}

	private static List<NewJob> placed(FlowId flow, FlowChunk chunk, List<NewJob> jobs, int from) {
		List<NewJob> placed = new ArrayList<>(jobs.size());
		for (NewJob job : jobs) {
			placed.add(job.inFlow(new FlowPlace(flow, chunk.first() + from + placed.size()), chunk.deadline()));
		}
		return placed;
	}

	/** Say that the jobs of a chunk are there, if the caller still owns it. */
	private boolean confirm(FlowId flow, FlowChunk chunk, Map<Integer, FlowEnd> ends,
			Function<FlowState, FlowState> last) {
		boolean[] owned = new boolean[1];
		this.flows.change(flow, ends.keySet(), (seen) -> {
			boolean waits = seen.state().chunks().contains(chunk);
			// A change whose reply was lost is made again. Nobody else takes a chunk in
			// its time.
			owned[0] = waits || (owned[0] && !chunk.isOver(seen.now(), this.flows.options().clockMargin()));
			return waits ? confirmed(seen, chunk, ends, last) : new FlowUpdates.Edit(seen.state(), List.of(), Map.of());
		});
		return owned[0];
	}

	private static FlowUpdates.Edit confirmed(FlowUpdates.Seen seen, FlowChunk chunk, Map<Integer, FlowEnd> ends,
			Function<FlowState, FlowState> last) {
		Instant now = seen.now();
		FlowState state = seen.state().noted(seen.ends(), ends, now).inserted(chunk, now);
		return new FlowUpdates.Edit(last.apply(state).advanced(now), List.of(), FlowState.news(seen.ends(), ends));
	}

	/** The ends of the jobs that were not inserted. */
	private static Map<Integer, FlowEnd> ends(int first, List<InsertResult> results) {
		Map<Integer, FlowEnd> ends = new HashMap<>();
		for (int i = 0; i < results.size(); i++) {
			FlowEnd end = end(results.get(i));
			if (end != FlowEnd.OPEN) {
				ends.put(first + i, end);
			}
		}
		return ends;
	}

	/** A job that was inserted says by a notice how it has ended. */
	private static FlowEnd end(InsertResult result) {
		return switch (result.kind()) {
			case KEPT, LATE -> FlowEnd.SKIPPED;
			case FULL -> FlowEnd.MISSING;
			case INSERTED, ALREADY_THERE, REPLACED, DEBOUNCED -> FlowEnd.OPEN;
		};
	}

	/**
	 * Complete a chunk that only its owner knows, and that this one has not completed.
	 * Those of its jobs that are not there never will be. They are skipped: the call that
	 * was to add them did not return, and its own job says what that means.
	 * @param missing the places of these
	 */
	void resolve(FlowId flow, FlowChunk chunk, List<Integer> missing) {
		Map<Integer, FlowEnd> ends = new HashMap<>();
		missing.forEach((place) -> ends.put(place, FlowEnd.SKIPPED));
		this.flows.change(flow, missing,
				(seen) -> seen.state().chunks().contains(chunk) ? confirmed(seen, chunk, ends, Function.identity())
						: new FlowUpdates.Edit(seen.state(), List.of(), Map.of()));
	}

	/**
	 * Take a chunk from an owner that has not completed it in time.
	 * @return the chunk, {@code null} if another one has taken it
	 */
	@Nullable FlowChunk takeOver(FlowId flow, FlowChunk chunk) {
		String owner = UUID.randomUUID().toString();
		FlowUpdates.Seen seen = this.flows.change(flow, (before) -> {
			FlowState state = before.state();
			return (state.chunks().contains(chunk) && chunk.isOver(before.now(), this.flows.options().clockMargin()))
					? state.inserting(new FlowChunk(chunk.token(), owner, chunk.first(), chunk.count(),
							before.now().plus(this.flows.options().insertTime())), before.now())
					: state;
		});
		FlowChunk taken = (seen != null) ? seen.state().chunk(chunk.token()) : null;
		return (taken != null && taken.owner().equals(owner)) ? taken : null;
	}

	/**
	 * Claim the insert of a follower.
	 * @return its chunk, {@code null} if it is not next
	 */
	@Nullable FlowChunk claim(FlowId flow, Follower follower) {
		String owner = UUID.randomUUID().toString();
		String token = String.valueOf(follower.letter());
		FlowUpdates.Seen seen = this.flows.change(flow,
				(before) -> token.equals(before.state().next())
						? before.state()
							.inserting(new FlowChunk(token, owner, follower.number(), 1,
									before.now().plus(this.flows.options().insertTime())), before.now())
						: before.state());
		FlowChunk chunk = (seen != null) ? seen.state().chunk(token) : null;
		return (chunk != null && chunk.owner().equals(owner)) ? chunk : null;
	}

	/**
	 * Insert a follower whose chunk this caller owns, and say so.
	 * @return whether it is there by this call
	 */
	boolean fire(FlowId flow, Follower follower, FlowChunk chunk, NewJob job) {
		NewJob placed = job.inFlow(new FlowPlace(flow, follower.number()), chunk.deadline());
		InsertResult result = this.insert.apply(List.of(placed)).get(0);
		if (result.kind() == Kind.LATE) {
			return false;
		}
		fired(flow, follower, chunk, (result.owner() != null) ? result.owner() : job.id());
		return true;
	}

	/** Say that a follower is there, by a job that stands for it. */
	void fired(FlowId flow, Follower follower, FlowChunk chunk, JobId job) {
		this.flows.change(flow, (seen) -> fired(seen, follower, chunk, job));
	}

	private static FlowState fired(FlowUpdates.Seen seen, Follower follower, FlowChunk chunk, JobId job) {
		return seen.state().chunks().contains(chunk)
				? seen.state().fired(chunk, follower, job, seen.now()).advanced(seen.now()) : seen.state();
	}

}
