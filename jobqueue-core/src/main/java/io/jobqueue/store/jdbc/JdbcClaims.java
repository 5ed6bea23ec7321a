package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ClaimEvent;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.RunningRow;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.StoredJob;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobStep;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out jobs. One transaction moves the rows of the first ready jobs to the running
 * ones and renews the lease, so no job runs without one.
 */
final class JdbcClaims {

	private static final Logger logger = LoggerFactory.getLogger(JdbcClaims.class);

	/** How many jobs that fall due a claim makes ready before it takes some. */
	private static final int PROMOTE = 500;

	/** By one claim, beside the first. */
	private static final int MAX_PROMOTIONS = 40;

	/** How long a job that cannot be read is left to others. */
	private static final Duration UNREADABLE = Duration.ofSeconds(5);

	private final Database database;

	private final Queues queues;

	private final ClaimReads reads;

	private final ClaimEnd end;

	private final ReadyJobs ready;

	private final JdbcFinishes finishes;

	private final Waker wakes;

	JdbcClaims(Database database, Queues queues, JdbcJobFinder finder, JdbcFinishes finishes, Waker wakes) {
		this.database = database;
		this.queues = queues;
		this.ready = new ReadyJobs(database);
		this.reads = new ClaimReads(database, finder, this.ready);
		this.end = new ClaimEnd(database);
		this.finishes = finishes;
		this.wakes = wakes;
	}

	ClaimResult claim(ClaimRequest request) {
		return exchange(request, List.of()).claimed();
	}

	/**
	 * Store outcomes and claim, in one transaction. If more jobs are due than it makes
	 * ready, the first of them all may be among the others: they are made ready in steps
	 * of their own, before another transaction claims. Beyond a bound, jobs are claimed
	 * beside others that are due.
	 */
	Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
		Step step = exchange(request, outcomes, true);
		if (!step.moreDue) {
			return step.exchange;
		}
		for (int i = 0; i < MAX_PROMOTIONS && promote(request.queue()) >= PROMOTE; i++) {
			// More may be due.
		}
		return new Exchange(step.exchange.finished(), exchange(request, List.of(), false).exchange.claimed());
	}

	private int promote(String queue) {
		return this.database.step("make due jobs ready", () -> {
			JobStep step = new JobStep(this.database.begin());
			int moved = this.ready.promote(queue, PROMOTE, step);
			step.write(this.database);
			return moved;
		});
	}

	private Step exchange(ClaimRequest request, List<Outcome> outcomes, boolean dueFirst) {
		this.queues.note(request.queue());
		Step step = this.database.step("claim jobs", () -> {
			ClaimReads.Read read = this.reads.read(request, outcomes);
			JobStep jobs = new JobStep(read.head().now());
			List<FinishResult> finished = finish(request, outcomes, read.held(), jobs);
			if (jobs.changes.letWait()) {
				jobs.write(this.database);
				read = new ClaimReads.Read(this.reads.head(request), null, null);
				jobs = jobs.at(read.head().now());
			}
			return claim(request, read, jobs, finished, dueFirst);
		});
		if (step.wake) {
			step.jobs.signals.wake(WakeCondition.ifReady(request.queue()));
		}
		this.wakes.wakeAfterStep(step.jobs.signals.wakes());
		return step;
	}

	private List<FinishResult> finish(ClaimRequest request, List<Outcome> outcomes, @Nullable List<RunningRow> held,
			JobStep step) {
		if (outcomes.isEmpty()) {
			return List.of();
		}
		return (held != null) ? this.finishes.finish(request.queue(), request.worker(), outcomes, held, step)
				: this.finishes.finish(request.queue(), request.worker(), outcomes, step);
	}

	private Step claim(ClaimRequest request, ClaimReads.Read read, JobStep step, List<FinishResult> finished,
			boolean dueFirst) {
		StepClock now = read.head().now();
		if (read.head().paused()) {
			step.write(this.database);
			return new Step(
					new Exchange(finished, new ClaimResult(List.of(), null, true, this.end.paused(request, now))), step,
					false, false);
		}
		ReadyJobs.Ahead ahead = read.ahead();
		Long nextDue = read.head().nextDue();
		if (nextDue != null && nextDue <= now.millis()) {
			int moved = this.ready.promote(request.queue(), PROMOTE, step);
			step.write(this.database);
			ahead = null;
			nextDue = this.ready.nextDue(request.queue());
			if (dueFirst && moved >= PROMOTE && nextDue != null && nextDue <= now.millis()) {
				return new Step(new Exchange(finished, new ClaimResult(List.of(), null, false, null)), step, true,
						true);
			}
		}
		ReadyJobs.First first = (ahead != null) ? this.ready.first(request.queue(), request.limit(), now, ahead)
				: this.ready.first(request.queue(), request.limit(), now);
		List<ClaimedJob> jobs = start(first.slots(), this.reads.known(first.slots(), read.ahead()), request, step);
		step.write(this.database);
		ClaimResult claimed = new ClaimResult(jobs,
				(nextDue != null) ? Duration.ofMillis(nextDue - now.millis()) : null, false,
				this.end.of(request, read.head(), first.more(), jobs.size() >= request.limit()));
		// What it left is for the next one. One that sleeps from now on looks again: what
		// came between its look at the queue and the note that it sleeps has woken
		// none.
		return new Step(new Exchange(finished, claimed), step, !first.more() || read.head().sleepers(), false);
	}

	private List<ClaimedJob> start(List<QueueEntry> slots, Map<String, JdbcJobFinder.Known> known, ClaimRequest request,
			JobStep step) {
		List<ClaimedJob> jobs = new ArrayList<>(slots.size());
		for (QueueEntry slot : slots) {
			JdbcJobFinder.Known job = known.get(slot.id());
			if (job == null) {
				step.changes.leaveReady(slot);
				logger.warn("Job '{}' of queue '{}' has no record and cannot run; it is forgotten", slot.id(),
						slot.queue());
			}
			else if (!job.readable()) {
				// Its past stays as it is, for a worker that can read it.
				step.changes.leaveReady(slot);
				step.changes.enterScheduled(slot.later(step.now.after(UNREADABLE), step.now.nextPlace()),
						JobStatus.RETRY);
			}
			else {
				ClaimEvent event = new ClaimEvent(request.worker(), jobs.size() >= request.startable());
				if (step.apply(event, StoredJob.ready(slot, job.past(), "")) instanceof Transition transition
						&& transition.after() != null) {
					jobs.add(job.record().claimed(transition.after()));
				}
			}
		}
		return jobs;
	}

	/**
	 * What came of it.
	 *
	 * @param exchange the answer
	 * @param jobs what it did to jobs
	 * @param wake whether another worker is to be woken for what is left
	 * @param moreDue whether nothing was claimed, as more due jobs are to be made ready
	 */
	private record Step(Exchange exchange, JobStep jobs, boolean wake, boolean moreDue) {
	}

}
