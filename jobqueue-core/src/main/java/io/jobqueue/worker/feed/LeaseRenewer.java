package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.DurationText;
import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.AttemptReport;
import io.jobqueue.store.feed.ClaimResult.IdleHints;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.RenewResult.Held;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.worker.attempt.HeldJobs;
import io.jobqueue.worker.timing.Backoff;
import io.jobqueue.worker.timing.StoreReachability;
import io.jobqueue.worker.timing.WakeLatch;

/**
 * Renews the leases of all containers of a worker in one call and sends the progress of
 * jobs. It uses a separate thread that jobs cannot delay. It processes the result: lost
 * jobs are stopped, and jobs that are unknown here are released. A container without jobs
 * is omitted while its claims renew its lease.
 */
public final class LeaseRenewer implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(LeaseRenewer.class);

	private static final Duration TICK = Duration.ofSeconds(1);

	/**
	 * The delay until a started job that was claimed ahead is visible as running.
	 */
	private static final Duration BACKLOG_TICK = Duration.ofMillis(50);

	/**
	 * The interval after which an idle worker is registered again if the store has lost
	 * its data.
	 */
	private static final Duration LONGEST_IDLE = Duration.ofMinutes(5);

	private final WorkerIdentity worker;

	private final Duration lease;

	private final JobFeed store;

	private final QueueSignal signal;

	private final Supplier<List<Leased>> containers;

	private final StoreReachability reachability;

	private final WakeLatch wakeLatch = new WakeLatch();

	private final Backoff backoff = new Backoff(Math::random);

	private final Map<Held, Long> unaccounted = new HashMap<>();

	private Set<String> failed = Set.of();

	private volatile boolean closed;

	private volatile boolean urgent = true;

	private final LongSupplier nanos;

	private long renewedNanos;

	private long allRenewedNanos;

	private long lookedNanos;

	public LeaseRenewer(WorkerIdentity worker, Duration lease, StoreBackend store, Supplier<List<Leased>> containers,
			StoreReachability reachability) {
		this(worker, lease, store, containers, reachability, System::nanoTime);
	}

	LeaseRenewer(WorkerIdentity worker, Duration lease, StoreBackend store, Supplier<List<Leased>> containers,
			StoreReachability reachability, LongSupplier nanos) {
		this.worker = worker;
		this.lease = lease;
		this.store = store.feed();
		this.signal = store.signal();
		this.containers = containers;
		this.reachability = reachability;
		this.nanos = nanos;
		this.renewedNanos = nanos.getAsLong();
		this.allRenewedNanos = this.renewedNanos;
		this.lookedNanos = this.renewedNanos;
	}

	@Override
	public void run() {
		Duration interval = interval();
		Duration tick = (interval.compareTo(TICK) < 0) ? interval : TICK;
		while (!this.closed) {
			Duration pause = hasBacklog() ? BACKLOG_TICK : tick;
			try {
				renewIfDue();
				if (!this.failed.isEmpty()) {
					pause = this.backoff.next();
				}
			}
			catch (Throwable ex) {
				this.reachability.failed(ex);
				pause = this.backoff.next();
				this.urgent = true;
			}
			await((pause.compareTo(tick) < 0) ? pause : tick);
		}
		this.failed.forEach((queue) -> this.reachability.removed(part(queue)));
	}

	/** Renew immediately: signals of the store may have been missed. */
	public void renewNow() {
		this.urgent = true;
		this.wakeLatch.signal();
	}

	public void close() {
		this.closed = true;
		this.wakeLatch.signal();
	}

	private boolean hasBacklog() {
		return this.containers.get().stream().anyMatch((container) -> container.held().hasBacklog());
	}

	private void await(Duration pause) {
		long before = this.nanos.getAsLong();
		this.wakeLatch.await(pause);
		Duration late = Duration.ofNanos(this.nanos.getAsLong() - before).minus(pause);
		if (late.compareTo(interval()) > 0) {
			logger.warn("Worker '{}' was not scheduled for {}; its leases expire after {}", this.worker.id(),
					DurationText.ofMeasured(late), DurationText.of(this.lease));
		}
	}

	void renewIfDue() {
		long now = this.nanos.getAsLong();
		boolean due = now - this.renewedNanos >= interval().toNanos();
		if (this.urgent || now - this.allRenewedNanos >= LONGEST_IDLE.toNanos()) {
			this.urgent = false;
			renew();
		}
		else {
			boolean looks = looksForCancelled(now);
			renew(this.containers.get()
				.stream()
				.filter((each) -> each.isToRenew(due, interval()) || (looks && each.held().hasLongRunning()))
				.toList());
		}
		if (due) {
			this.renewedNanos = now;
		}
	}

	/**
	 * Return whether to ask which jobs were cancelled, which no signal of another process
	 * says. A renewal answers it.
	 */
	private boolean looksForCancelled(long now) {
		boolean looks = now - this.lookedNanos >= TICK.toNanos()
				&& this.containers.get().stream().anyMatch((each) -> each.held().hasLongRunning())
				&& !this.signal.comesFromOtherProcesses();
		if (looks) {
			this.lookedNanos = now;
		}
		return looks;
	}

	void renew() {
		renew(this.containers.get());
		this.allRenewedNanos = this.nanos.getAsLong();
	}

	private void renew(List<Leased> wanted) {
		if (wanted.isEmpty()) {
			return;
		}
		List<Map<JobId, AttemptReport>> reports = wanted.stream()
			.map((container) -> container.held().report())
			.toList();
		List<RenewRequest.Container> request = new ArrayList<>();
		for (int i = 0; i < reports.size(); i++) {
			request.add(wanted.get(i).request(reports.get(i)));
		}
		RenewResult result = this.store.renew(new RenewRequest(this.worker, this.lease, request));
		this.reachability.succeeded();
		for (int i = 0; i < reports.size(); i++) {
			Leased container = wanted.get(i);
			if (!result.failed().containsKey(container.queue())) {
				container.held().reported(reports.get(i));
				container.held().stopLost(reports.get(i), result.lost());
				// Queues that were not renewed, or whose renewal failed, have no result.
				this.unaccounted.keySet()
					.removeIf((job) -> job.queue().equals(container.queue()) && !result.unaccounted().contains(job));
			}
		}
		noteFailed(result.failed());
		releaseUnaccounted(result.unaccounted());
	}

	/**
	 * Report queues whose renewal failed. Their leases continue to run, so the renewal is
	 * soon repeated.
	 */
	private void noteFailed(Map<String, JobQueueException> queues) {
		queues.forEach((queue, cause) -> this.reachability.failed(part(queue), cause));
		this.failed.stream()
			.filter((queue) -> !queues.containsKey(queue))
			.forEach((queue) -> this.reachability.succeeded(part(queue)));
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
	 * Release jobs for which the reply of the claim was lost. A job of a pending reply
	 * becomes known within a renewal interval, so only jobs that are unknown for longer
	 * are released.
	 */
	private void releaseUnaccounted(List<Held> current) {
		for (Held job : current) {
			Long since = this.unaccounted.putIfAbsent(job, this.nanos.getAsLong());
			boolean stays = since != null && this.nanos.getAsLong() - since >= interval().toNanos() * 9 / 10;
			if (stays && rejectUnlessHeld(job)) {
				logger.info(
						"Job '{}' of queue '{}' was claimed, but the reply of the store was lost; the job is released",
						job.id().value(), job.queue());
				this.store.finish(job.queue(), this.worker.id(), List.of(Outcome.release(job.id(), job.delivery())));
			}
		}
	}

	private boolean rejectUnlessHeld(Held job) {
		return this.containers.get()
			.stream()
			.filter((container) -> container.queue().equals(job.queue()))
			.allMatch((container) -> container.held().rejectUnlessHeld(job.id(), job.delivery()));
	}

	private Duration interval() {
		return this.lease.dividedBy(3);
	}

	/** The parts of a container that concern its leases. */
	public record Leased(String queue, int concurrency, HeldJobs held, LatestIdleHints idleHints) {

		private boolean isToRenew(boolean due, Duration interval) {
			return this.held.hasPendingReport() || (due && !hasNothingToReport(interval));
		}

		/** Return whether a recent claim has renewed the lease and no job is held. */
		private boolean hasNothingToReport(Duration interval) {
			IdleHints latest = this.idleHints.within(interval.dividedBy(2));
			return latest != null && latest.running() == 0 && this.held.all().isEmpty();
		}

		private RenewRequest.Container request(Map<JobId, AttemptReport> attempts) {
			return new RenewRequest.Container(this.queue, this.concurrency, attempts);
		}

	}

}
