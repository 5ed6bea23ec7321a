package io.jobqueue.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.jobqueue.FlowId;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.flow.state.FlowChunk;
import io.jobqueue.flow.state.FlowState;
import io.jobqueue.flow.state.Follower;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.flow.StoredPlace;
import io.jobqueue.store.support.FirstFailure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes what others have left: creations that never ended, jobs that nobody inserted,
 * cancellations, and flows whose notices were lost. All workers do so, without a leader:
 * each gets other flows. Each step can be repeated.
 */
final class FlowUpkeep {

	private static final Logger logger = LoggerFactory.getLogger(FlowUpkeep.class);

	private static final int BATCH = 50;

	private static final int PAGE = 500;

	private final StoreBackend store;

	private final FlowUpdates flows;

	private final FlowStore stored;

	private final FlowInsertion insertion;

	private final FlowProgress progress;

	private final FlowRelay relay;

	private final FlowCancellation cancellation;

	FlowUpkeep(StoreBackend store, FlowUpdates flows, FlowInsertion insertion, FlowProgress progress,
			FlowCancellation cancellation) {
		this.store = store;
		this.flows = flows;
		this.stored = flows.store();
		this.insertion = insertion;
		this.progress = progress;
		this.relay = new FlowRelay(flows, progress);
		this.cancellation = cancellation;
	}

	FlowRelay relay() {
		return this.relay;
	}

	/** Whether there is anything to do, or may be soon. */
	boolean isAnyLiving() {
		return this.stored.isAnyLiving();
	}

	/**
	 * Look at some flows whose time has come.
	 * @return how many
	 */
	int runOnce() {
		// Who gets a flow, keeps it from others for this time.
		List<FlowId> due = this.stored.due(this.flows.options().lookAgain(), BATCH);
		FirstFailure failure = new FirstFailure();
		for (FlowId flow : due) {
			if (!Thread.currentThread().isInterrupted()) {
				failure.run(() -> tryLook(flow));
			}
		}
		failure.rethrow();
		return due.size();
	}

	/** Delete flows that were kept long enough. */
	void prune() {
		int deleted;
		do {
			deleted = this.stored.prune(this.flows.options().mostEnded(), BATCH);
		}
		while (deleted == BATCH && !Thread.currentThread().isInterrupted());
	}

	/** A flow that cannot be read must not keep others from going on. */
	private void tryLook(FlowId flow) {
		try {
			look(flow);
		}
		catch (IllegalArgumentException ex) {
			logger.warn("Flow '{}' cannot go on here; this is tried again", flow, ex);
		}
	}

	private void look(FlowId flow) {
		FlowUpdates.Seen seen = this.flows.find(flow);
		if (seen == null) {
			this.stored.forget(flow);
			return;
		}
		if (seen.state().status() == FlowStatus.OPEN && isOld(seen, this.flows.options().abandonAfter())) {
			logger.warn("Flow '{}' is abandoned, and its jobs are cancelled, because the call that created it did not "
					+ "end", flow);
			this.flows.change(flow, (now) -> isOld(now, this.flows.options().abandonAfter())
					? now.state().stopped(FlowStatus.ABANDONED, now.now()).advanced(now.now()) : now.state());
		}
		for (FlowChunk chunk : seen.state().chunks()) {
			if (chunk.isOver(seen.now(), this.flows.options().clockMargin())) {
				complete(flow, chunk);
			}
		}
		this.cancellation.run(flow).forEach(this.relay::relaySome);
		if (seen.state().open() > 0 && isOld(seen, this.flows.options().auditAfter())) {
			audit(flow, seen.state());
		}
		this.progress.advance(flow);
		FlowUpdates.Seen after = this.flows.find(flow);
		if (after != null) {
			this.stored.looked(flow, after.version(), this.flows.life(after.state()));
		}
	}

	private static boolean isOld(FlowUpdates.Seen seen, Duration age) {
		Instant old = seen.now().minus(age);
		return !seen.state().touchedAt().isAfter(old);
	}

	/**
	 * Complete what the owner of a chunk has not. By now, nobody inserts its jobs any
	 * more.
	 */
	private void complete(FlowId flow, FlowChunk chunk) {
		if (chunk.isGiven()) {
			this.insertion.resolve(flow, chunk, missing(flow, chunk));
			return;
		}
		FlowChunk taken = this.insertion.takeOver(flow, chunk);
		if (taken == null) {
			return;
		}
		if (taken.first() < 0) {
			completeFollower(flow, taken);
			return;
		}
		Set<Integer> present = new HashSet<>();
		for (int place = taken.first(); place < taken.first() + taken.count(); place++) {
			present.add(place);
		}
		missing(flow, taken).forEach(present::remove);
		this.progress.repeat(flow, taken, present);
	}

	/** A follower that is not there and has left no notice was not inserted. */
	private void completeFollower(FlowId flow, FlowChunk chunk) {
		Follower follower = Follower.of(chunk.first());
		JobId job = this.progress.follower(flow, follower).id();
		if (this.store.queries().find(List.of(job)).containsKey(job)) {
			this.insertion.fired(flow, follower, chunk, job);
			return;
		}
		job.queue().ifPresent(this.relay::relay);
		FlowUpdates.Seen seen = this.flows.find(flow);
		if (seen != null && seen.state().chunks().contains(chunk)) {
			this.progress.repeat(flow, chunk, follower);
		}
	}

	/**
	 * The places of jobs of a chunk that are not there and have not ended. Jobs are
	 * looked up before the notices are read: one that ends in between has left a notice.
	 */
	private List<Integer> missing(FlowId flow, FlowChunk chunk) {
		List<StoredPlace> open = open(this.stored.places(flow, chunk.first(), chunk.count()));
		Set<JobId> present = this.store.queries().find(jobs(open)).keySet();
		relay(open);
		return open(this.stored.places(flow, chunk.first(), chunk.count())).stream()
			.filter((place) -> !present.contains(place.job()))
			.map(StoredPlace::number)
			.toList();
	}

	private static List<StoredPlace> open(List<StoredPlace> places) {
		return places.stream().filter((place) -> place.end() == FlowEnd.OPEN).toList();
	}

	private static List<JobId> jobs(Collection<StoredPlace> places) {
		return places.stream().map(StoredPlace::job).toList();
	}

	private void relay(List<StoredPlace> places) {
		places.stream().flatMap((place) -> place.job().queue().stream()).distinct().forEach(this.relay::relay);
	}

	/**
	 * Look up the jobs of a flow that has made no progress for a while. The notice of one
	 * that has ended was lost with writes of the store, or is in a queue that nobody
	 * serves.
	 */
	private void audit(FlowId flow, FlowState before) {
		int jobs = before.jobs();
		for (int from = 0; from < jobs && !Thread.currentThread().isInterrupted(); from += PAGE) {
			List<StoredPlace> open = open(this.stored.places(flow, from, Math.min(PAGE, jobs - from))).stream()
				.filter((place) -> !isBeingInserted(before, place.number()))
				.toList();
			if (open.isEmpty()) {
				continue;
			}
			Map<JobId, JobInfo> found = this.store.queries().find(jobs(open));
			Map<Integer, FlowEnd> ends = new HashMap<>();
			open.forEach((place) -> {
				JobInfo job = found.get(place.job());
				ends.put(place.number(), (job != null) ? FlowEnd.of(job.status()) : FlowEnd.MISSING);
			});
			ends.values().removeIf((end) -> end == FlowEnd.OPEN);
			if (!ends.isEmpty()) {
				noteLost(flow, open, ends);
			}
		}
	}

	private void noteLost(FlowId flow, List<StoredPlace> open, Map<Integer, FlowEnd> ends) {
		relayAll(open.stream().filter((place) -> ends.containsKey(place.number())).toList());
		Set<Integer> still = open(this.stored.places(flow, open.get(0).number(), PAGE)).stream()
			.map(StoredPlace::number)
			.collect(Collectors.toSet());
		ends.keySet().retainAll(still);
		FlowUpdates.Seen seen = this.flows.find(flow);
		if (ends.isEmpty() || seen == null) {
			return;
		}
		ends.keySet().removeIf((place) -> isBeingInserted(seen.state(), place));
		long missing = ends.values().stream().filter((end) -> end == FlowEnd.MISSING).count();
		logger.warn("{} jobs of flow '{}' have ended without a notice; {} of them are not there any more and count as "
				+ "failed", ends.size(), flow, missing);
		this.relay.note(flow, ends);
	}

	/** Jobs that are about to be inserted are not missing. */
	private static boolean isBeingInserted(FlowState state, int place) {
		return state.chunks()
			.stream()
			.anyMatch((chunk) -> place >= chunk.first() && place < chunk.first() + chunk.count());
	}

	/** A job may have left its notice in a queue it was moved to. */
	private void relayAll(List<StoredPlace> places) {
		Set<String> queues = new HashSet<>(this.store.queries().queues());
		places.forEach((place) -> place.job().queue().ifPresent(queues::add));
		queues.forEach(this.relay::relay);
	}

}
