package io.jobqueue.flow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowPage;
import io.jobqueue.FlowQuery;
import io.jobqueue.FlowStatus;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobId;
import io.jobqueue.JobStateException;
import io.jobqueue.OperatorEvent;
import io.jobqueue.QueueFullException;
import io.jobqueue.event.JobEvents;
import io.jobqueue.event.PublishedActions;
import io.jobqueue.flow.state.FlowPlan;
import io.jobqueue.flow.state.FlowText;
import io.jobqueue.flow.state.PlannedJobs;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.flow.FlowFilter;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.flow.StoredFlow;
import io.jobqueue.store.flow.StoredFlows;
import io.jobqueue.store.flow.StoredPlace;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.support.WarnOnce;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows of a store: for dispatchers, explorers and operators. Safe for use by many
 * threads.
 */
public final class JobFlows {

	private static final Logger logger = LoggerFactory.getLogger(JobFlows.class);

	private static final int LARGEST_PAGE = 1_000;

	private final StoreBackend store;

	private final FlowOptions options;

	private final JobEvents events;

	private final FlowEnds ends;

	private final WarnOnce unreadable = new WarnOnce(
			() -> logger.warn("Further flows of another release are left out of lists; they are not logged"));

	/**
	 * Create the flows of a store. It is used when a flow is.
	 * @param store the store
	 * @param options how they are maintained and kept
	 * @param events receives the events of flows, and of jobs that flows insert and
	 * cancel
	 */
	public JobFlows(StoreBackend store, FlowOptions options, JobEvents events) {
		this.store = store;
		this.options = options;
		this.events = events;
		this.ends = new FlowEnds(events);
	}

	FlowUpdates updates() {
		return new FlowUpdates(this.store.part(FlowStore.class), this.options, this.ends);
	}

	/** Inserts jobs that flows have promised, so that no maximum size refuses them. */
	FlowInsertion insertion(FlowUpdates flows) {
		return new FlowInsertion(flows, new FlowInserts(this.store.intake(), flows.store(), this.events)::insert);
	}

	/**
	 * Store a flow, in one transaction if the store has transactions.
	 * @param flow the flow
	 * @param insert inserts jobs of the first stage
	 * @throws QueueFullException if a queue is full. The flow is cancelled
	 */
	public void create(PreparedFlow flow, Function<List<NewJob>, List<InsertResult>> insert) {
		FlowUpdates flows = updates();
		FlowProgress progress = new FlowProgress(insertion(flows));
		try {
			flows.store().together(() -> {
				create(flows, flow, new FlowInsertion(flows, insert));
				progress.advance(flow.id());
				return flow.id();
			});
		}
		catch (QueueFullException ex) {
			if (!this.store.intake().joinsTransaction()) {
				cancel(flow.id());
			}
			throw ex;
		}
	}

	private void create(FlowUpdates flows, PreparedFlow flow, FlowInsertion insertion) {
		FlowPlan plan = flow.plan();
		flows.create(flow.id(), flow.name(), plan);
		if (!flow.followers().isEmpty()) {
			flows.store().putPart(flow.id(), FlowPlan.FOLLOWERS, PlannedJobs.write(flow.orderedFollowers()));
		}
		for (int stage = 1; stage < flow.stages().size(); stage++) {
			List<List<NewJob>> parts = PreparedFlow.chunks(flow.stages().get(stage));
			for (int part = 0; part < parts.size(); part++) {
				flows.store().putPart(flow.id(), plan.part(stage, part), PlannedJobs.write(parts.get(part)));
			}
		}
		List<List<NewJob>> chunks = PreparedFlow.chunks(flow.stages().get(0));
		for (int i = 0; i < chunks.size(); i++) {
			boolean last = i == chunks.size() - 1;
			List<InsertResult> results = insertion.add(flow.id(), chunks.get(i),
					(state) -> last ? state.sealed() : state);
			requireRoom(flows, flow.id(), chunks.get(i), results);
		}
		if (chunks.isEmpty()) {
			flows.change(flow.id(), (seen) -> seen.state().sealed().advanced(seen.now()));
		}
	}

	/** In a transaction of the caller, maintenance cancels the jobs after the commit. */
	private static void requireRoom(FlowUpdates flows, FlowId flow, List<NewJob> jobs, List<InsertResult> results) {
		for (int i = 0; i < jobs.size(); i++) {
			if (results.get(i).kind() == InsertResult.Kind.FULL) {
				flows.change(flow, (seen) -> seen.state().stopped(FlowStatus.CANCELLED, seen.now()));
				throw new QueueFullException(
						("Flow '%s' was cancelled, because queue '%s' is full: dispatch it when the "
								+ "queue has room, or raise its 'max-size'")
							.formatted(flow, jobs.get(i).queue()),
						jobs.get(i).queue(), List.of());
			}
		}
	}

	/** How many flows have ended with a status by a call of this object. */
	public long ended(FlowStatus status) {
		return this.ends.ended(status);
	}

	/** Read a flow. */
	public Optional<FlowInfo> find(FlowId id) {
		StoredFlow stored = this.store.part(FlowStore.class).read(id);
		try {
			return Optional.ofNullable(stored).map(JobFlows::info);
		}
		catch (IllegalArgumentException ex) {
			throw new JobStateException(
					"Flow '%s' was written by another release and cannot be read by this one: use that release"
						.formatted(id),
					ex);
		}
	}

	private static FlowInfo info(StoredFlow flow) {
		return FlowText.read(flow.state()).info(flow.id(), flow.name());
	}

	/**
	 * Read flows, the newest first. Those that this release cannot read are left out.
	 * @param before read those created before this one, {@code null} for the newest
	 * @param limit how many at most, up to 1,000
	 */
	public FlowPage list(@Nullable FlowId before, int limit) {
		return list(FlowQuery.all().withLimit(limit).after(before));
	}

	/** Read flows. Those that this release cannot read are left out. */
	public FlowPage list(FlowQuery query) {
		FlowFilter filter = FlowFilter.of(query.isOfAllStatuses() ? Set.of() : query.statuses(), query.name());
		StoredFlows stored = this.store.part(FlowStore.class).list(filter, query.cursor(), query.limit());
		return new FlowPage(stored.flows().stream().flatMap((flow) -> readable(flow).stream()).toList(), stored.next());
	}

	private Optional<FlowInfo> readable(StoredFlow flow) {
		try {
			return Optional.of(info(flow));
		}
		catch (IllegalArgumentException ex) {
			if (this.unreadable.isFirst(flow.id().value())) {
				logger.warn("Flow '{}' was written by another release, and is left out of lists", flow.id(), ex);
			}
			return Optional.empty();
		}
	}

	/**
	 * Read the jobs of a flow, in the order of their places.
	 * @param from the number of the first place
	 * @param limit how many at most, up to 1,000
	 */
	public List<FlowMember> members(FlowId id, int from, int limit) {
		requireLimit(limit);
		if (from < 0) {
			throw new InvalidJobException("The number of a place in a flow must not be negative, but was " + from);
		}
		return this.store.part(FlowStore.class).places(id, from, limit).stream().map(JobFlows::member).toList();
	}

	private static void requireLimit(int limit) {
		if (limit < 1 || limit > LARGEST_PAGE) {
			throw new InvalidJobException(
					"A page has from 1 to %,d entries, but the limit was %d".formatted(LARGEST_PAGE, limit));
		}
	}

	private static FlowMember member(StoredPlace place) {
		FlowMember.State state = switch (place.end()) {
			case OPEN -> FlowMember.State.OPEN;
			case SUCCEEDED -> FlowMember.State.SUCCEEDED;
			case SKIPPED -> FlowMember.State.SKIPPED;
			case FAILED -> FlowMember.State.FAILED;
			case MISSING -> FlowMember.State.MISSING;
		};
		return new FlowMember(place.number(), place.job(), state);
	}

	/**
	 * Cancel a flow: nothing of it that waits starts any more, and what runs is
	 * cancelled.
	 * @return whether it was not over before
	 */
	public boolean cancel(FlowId id) {
		FlowUpdates flows = updates();
		FlowUpdates.@Nullable Seen[] before = new FlowUpdates.Seen[1];
		boolean found = flows.store().apart(() -> flows.change(id, List.of(), (seen) -> {
			before[0] = seen;
			return new FlowUpdates.Edit(seen.state().stopped(FlowStatus.CANCELLED, seen.now()).advanced(seen.now()),
					List.of(), Map.of(), new OperatorEvent.FlowCancelled(id, seen.name()));
		}) != null);
		boolean cancelled = before[0] != null && !before[0].state().status().isOver();
		if (found && flows.isStopped(id)) {
			FlowProgress progress = new FlowProgress(insertion(flows));
			FlowRelay relay = new FlowRelay(flows, progress);
			JobId own = JobContextHolder.currentJob();
			FlowCancellation cancellation = new FlowCancellation(flows, actions());
			FlowCancellation.Cancelled done = cancellation.run(id, own);
			done.queues().forEach(relay::relaySome);
			flows.store().apart(() -> progress.advanceAll(id));
			if (own != null && done.left()) {
				// This interrupts the calling thread.
				cancellation.cancel(List.of(own));
			}
		}
		return cancelled;
	}

	private JobActions actions() {
		return new PublishedActions(this.store.actions(), this.events);
	}

	/** The upkeep of the flows. */
	FlowUpkeep upkeep() {
		FlowUpdates flows = updates();
		FlowInsertion insertion = insertion(flows);
		FlowProgress progress = new FlowProgress(insertion);
		return new FlowUpkeep(this.store, flows, insertion, progress, new FlowCancellation(flows, actions()));
	}

	StoreBackend store() {
		return this.store;
	}

}
