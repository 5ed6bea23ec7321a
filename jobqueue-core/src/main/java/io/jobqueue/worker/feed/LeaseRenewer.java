package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.DurationText;
import io.jobqueue.JobQueueException;
import io.jobqueue.store.ClaimResult.Standing;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.RenewRequest;
import io.jobqueue.store.RenewResult;
import io.jobqueue.store.RenewResult.Held;
import io.jobqueue.store.WorkerIdentity;
import io.jobqueue.worker.attempt.HeldJobs;
import io.jobqueue.worker.timing.Backoff;
import io.jobqueue.worker.timing.StoreReachability;
import io.jobqueue.worker.timing.WakeLatch;

/**
 * Renews the leases of the containers of a worker in one call, on a thread of its own
 * that jobs cannot delay, and sends their progress. It processes the result: lost jobs
 * are stopped, and jobs that are unknown here are released. A container without jobs is
 * omitted while its claims renew its lease.
 */
public final class LeaseRenewer implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(LeaseRenewer.class);

	private static final Duration TICK = Duration.ofSeconds(1);

	/** So soon others see that a job that was in line has started. */
	private static final Duration LINE_TICK = Duration.ofMillis(50);

	/** After this time a store that lost its data gets the worker again. */
	private static final Duration LONGEST_QUIET = Duration.ofMinutes(5);

	private final WorkerIdentity worker;

	private final Duration lease;

	private final JobFeed store;

	private final Supplier<List<Leased>> containers;

	private final StoreReachability contact;

	private final WakeLatch waiter = new WakeLatch();

	private final Backoff backoff = new Backoff(Math::random);

	private final Map<Held, Long> unaccounted = new HashMap<>();

	private Set<String> failed = Set.of();

	private volatile boolean closed;

	private volatile boolean urgent = true;

	private long renewedNanos = System.nanoTime();

	private long allRenewedNanos = System.nanoTime();

	public LeaseRenewer(WorkerIdentity worker, Duration lease, JobFeed store, Supplier<List<Leased>> containers,
			StoreReachability contact) {
		this.worker = worker;
		this.lease = lease;
		this.store = store;
		this.containers = containers;
		this.contact = contact;
	}

	@Override
	public void run() {
		Duration interval = interval();
		Duration tick = (interval.compareTo(TICK) < 0) ? interval : TICK;
		while (!this.closed) {
			Duration pause = hasInLine() ? LINE_TICK : tick;
			try {
				renewIfDue();
				if (!this.failed.isEmpty()) {
					pause = this.backoff.next();
				}
			}
			catch (Throwable ex) {
				this.contact.missed(ex);
				pause = this.backoff.next();
				this.urgent = true;
			}
			await((pause.compareTo(tick) < 0) ? pause : tick);
		}
		this.failed.forEach((queue) -> this.contact.left(part(queue)));
	}

	/** Renew at once: what the store had to say may have been missed. */
	public void renewNow() {
		this.urgent = true;
		this.waiter.signal();
	}

	public void close() {
		this.closed = true;
		this.waiter.signal();
	}

	private boolean hasInLine() {
		return this.containers.get().stream().anyMatch((container) -> container.held().hasInLine());
	}

	private void await(Duration pause) {
		long before = System.nanoTime();
		this.waiter.await(pause);
		Duration late = Duration.ofNanos(System.nanoTime() - before).minus(pause);
		if (late.compareTo(interval()) > 0) {
			logger.warn("Worker '{}' was not scheduled for {}; its leases expire after {}", this.worker.id(),
					DurationText.ofMeasured(late), DurationText.of(this.lease));
		}
	}

	private void renewIfDue() {
		long now = System.nanoTime();
		boolean due = now - this.renewedNanos >= interval().toNanos();
		if (this.urgent || now - this.allRenewedNanos >= LONGEST_QUIET.toNanos()) {
			this.urgent = false;
			renew();
		}
		else {
			renew(this.containers.get().stream().filter((each) -> each.isToRenew(due, interval())).toList());
		}
		if (due) {
			this.renewedNanos = now;
		}
	}

	void renew() {
		renew(this.containers.get());
		this.allRenewedNanos = System.nanoTime();
	}

	private void renew(List<Leased> wanted) {
		if (wanted.isEmpty()) {
			return;
		}
		List<HeldJobs.Report> reports = wanted.stream().map((container) -> container.held().report()).toList();
		List<RenewRequest.Container> request = new ArrayList<>();
		for (int i = 0; i < reports.size(); i++) {
			request.add(wanted.get(i).request(reports.get(i)));
		}
		RenewResult result = this.store.renew(new RenewRequest(this.worker, this.lease, request));
		this.contact.reached();
		for (int i = 0; i < reports.size(); i++) {
			Leased container = wanted.get(i);
			if (!result.failed().containsKey(container.queue())) {
				container.held().reported(reports.get(i));
				container.held().stopLost(reports.get(i), result.lost());
				// Of the queues that were not asked or failed, nothing was said.
				this.unaccounted.keySet()
					.removeIf((job) -> job.queue().equals(container.queue()) && !result.unaccounted().contains(job));
			}
		}
		noteFailed(result.failed());
		giveBackUnaccounted(result.unaccounted());
	}

	/** Their leases run on meanwhile, so they are tried again soon. */
	private void noteFailed(Map<String, JobQueueException> queues) {
		queues.forEach((queue, cause) -> this.contact.missed(part(queue), cause));
		this.failed.stream()
			.filter((queue) -> !queues.containsKey(queue))
			.forEach((queue) -> this.contact.reached(part(queue)));
		this.failed = Set.copyOf(queues.keySet());
		if (queues.isEmpty()) {
			this.backoff.reset();
		}
		else {
			this.urgent = true;
		}
	}

	private static String part(String queue) {
		return "queue '" + queue + "'";
	}

	/**
	 * Jobs whose claim's answer was lost. One that is on its way becomes known before it
	 * has been unaccounted for as long as a renewal interval.
	 */
	private void giveBackUnaccounted(List<Held> current) {
		for (Held job : current) {
			Long since = this.unaccounted.putIfAbsent(job, System.nanoTime());
			boolean stays = since != null && System.nanoTime() - since >= interval().toNanos() * 9 / 10;
			if (stays && giveUp(job)) {
				logger.info(
						"Job '{}' of queue '{}' was claimed, but the reply of the store did not arrive; it is released",
						job.id().value(), job.queue());
				this.store.finish(job.queue(), this.worker.id(), List.of(Outcome.giveBack(job.id(), job.delivery())));
			}
		}
	}

	private boolean giveUp(Held job) {
		return this.containers.get()
			.stream()
			.filter((container) -> container.queue().equals(job.queue()))
			.allMatch((container) -> container.held().giveUp(job.id(), job.delivery()));
	}

	private Duration interval() {
		return this.lease.dividedBy(3);
	}

	/** A container, as far as its leases go. */
	public record Leased(String queue, int concurrency, HeldJobs held, LatestIdleHints look) {

		private boolean isToRenew(boolean due, Duration interval) {
			return this.held.hasNews() || (due && !isQuiet(interval));
		}

		/** Whether a claim has renewed the lease lately and nobody knows of a job. */
		private boolean isQuiet(Duration interval) {
			Standing seen = this.look.within(interval.dividedBy(2));
			return seen != null && seen.running() == 0 && this.held.all().isEmpty();
		}

		private RenewRequest.Container request(HeldJobs.Report report) {
			return new RenewRequest.Container(this.queue, this.concurrency, report.deliveries(), report.progress(),
					report.started());
		}

	}

}
