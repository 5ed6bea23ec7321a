package io.jobqueue.raw;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.jobqueue.JobEvent;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.Duplicates;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.raw.RawLook;
import io.jobqueue.store.raw.RawLookRequest;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome;
import io.jobqueue.store.raw.RawStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves the items of one raw queue. Used by one thread, but for its counts. */
final class RawQueueMover {

	private static final Logger logger = LoggerFactory.getLogger(RawQueueMover.class);

	/** The maximum size of the items that are read at once, in bytes. */
	private static final long MOST_BYTES = 32L * 1024 * 1024;

	private static final Duration SILENCE = Duration.ofMinutes(1);

	private final RawQueue queue;

	private final RawJobs jobs;

	private final StoreBackend store;

	private final JobEvents events;

	private final RawLookRequest look;

	private final AtomicLong moved = new AtomicLong();

	private long unreported;

	private long reportedNanos = System.nanoTime() - SILENCE.toNanos();

	/**
	 * Make one.
	 * @param mostWaiting how many jobs may be ready in the queue
	 * @param maxSize the largest item in bytes
	 */
	RawQueueMover(RawQueue queue, RawJobs jobs, StoreBackend store, JobEvents events, int mostWaiting, long maxSize) {
		this.queue = queue;
		this.jobs = jobs;
		this.store = store;
		this.events = events;
		int limit = (int) Math.max(1, Math.min(RawStore.MOST_MOVES, MOST_BYTES / maxSize));
		this.look = new RawLookRequest(limit, mostWaiting, maxSize);
	}

	RawQueue queue() {
		return this.queue;
	}

	/** How many items have become jobs, or met the job of their unique key. */
	long moved() {
		return this.moved.get();
	}

	/**
	 * Look once and move what is there.
	 * @return how long to wait
	 */
	Duration runOnce() {
		RawStore raw = this.store.part(RawStore.class);
		RawLook found = raw.look(this.queue.source(), this.look);
		if (found.entries().isEmpty()) {
			return this.queue.pollInterval();
		}
		List<RawMove> moves = found.entries().stream().map(this.jobs::move).toList();
		List<RawOutcome> outcomes = raw.move(this.queue.source(), moves);
		publish(moves, outcomes);
		warn(outcomes.stream().filter((outcome) -> outcome.kind() == RawOutcome.Kind.DEAD).count());
		boolean progress = outcomes.stream().anyMatch((outcome) -> outcome.kind() != RawOutcome.Kind.LEFT);
		return (progress && found.more()) ? Duration.ZERO : this.queue.pollInterval();
	}

	private void publish(List<RawMove> moves, List<RawOutcome> outcomes) {
		List<NewJob> jobs = new ArrayList<>();
		List<InsertResult> results = new ArrayList<>();
		Map<String, Integer> inserted = new LinkedHashMap<>();
		for (int i = 0; i < moves.size(); i++) {
			NewJob job = moves.get(i).job();
			InsertResult result = outcomes.get(i).result();
			if (job != null && result != null && outcomes.get(i).kind() == RawOutcome.Kind.MOVED) {
				jobs.add(job);
				results.add(result);
				if (result.isInserted()) {
					inserted.merge(job.task(), 1, Integer::sum);
				}
			}
		}
		this.moved.addAndGet(jobs.size());
		if (!this.events.isEmpty()) {
			inserted.forEach(
					(task, count) -> this.events.publish(new JobEvent.Dispatched(this.queue.queue(), task, count)));
			Duplicates.of(jobs, results).forEach(this.events::publish);
		}
	}

	/** At most one line a minute. The items are data, and not logged. */
	private void warn(long dead) {
		this.unreported += dead;
		if (this.unreported > 0 && System.nanoTime() - this.reportedNanos >= SILENCE.toNanos()) {
			logger.warn(
					"{} item(s) of raw queue '{}' could not become jobs and are kept as dead items, at most {} of "
							+ "them; JobExplorer.rawQueue(\"{}\") has the reasons",
					this.unreported, this.queue.name(), RawStore.MOST_DEAD, this.queue.name());
			this.unreported = 0;
			this.reportedNanos = System.nanoTime();
		}
	}

}
