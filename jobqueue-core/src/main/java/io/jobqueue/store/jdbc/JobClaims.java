package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ClaimEvent;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.ClaimResult;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Exchange;
import io.jobqueue.store.FinishResult;
import io.jobqueue.store.Outcome;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out jobs. One transaction moves the rows of the first ready jobs to the running
 * ones and renews the lease, so no job runs without one.
 */
final class JobClaims {

	private static final Logger logger = LoggerFactory.getLogger(JobClaims.class);

	/** How many jobs that fall due a claim makes ready before it takes some. */
	private static final int PROMOTE = 500;

	/** By one claim, beside the first. */
	private static final int MAX_PROMOTIONS = 40;

	/** The part of a lease that may have gone by before a claim renews it. */
	private static final int LEASE_SPARE = 20;

	/** How long a job that cannot be read is left to others. */
	private static final Duration UNREADABLE = Duration.ofSeconds(5);

	private static final String HEAD = """
			select {now} as micros, {settings} as settings, (select q.paused from {p}queue q where q.name = :queue) as paused,
			(select q.needs from {p}queue q where q.name = :queue) as needs,
			(select min(s.due_at) from {p}scheduled s where s.queue = :queue and s.status = 'SCHEDULED') as scheduled,
			(select min(s.due_at) from {p}scheduled s where s.queue = :queue and s.status = 'RETRY') as retry,
			(select count(*) from {p}lease l where l.queue = :queue and l.worker <> :worker
			and l.waiting_since is not null) as sleepers,
			(select l.lease_until from {p}lease l where l.queue = :queue and l.worker = :worker
			and l.waiting_since is null) as lease_until
			""";

	private static final String STANDING = """
			select (select count(*) from {p}running r where r.worker = :worker and r.queue = :queue) as running,
			(select count(*) from {p}lease l where l.queue = :queue and l.lease_until <= :now) as gone
			""";

	private final Database database;

	private final Queues queues;

	private final Leases leases;

	private final JobFinder finder;

	private final ReadyJobs ready;

	private final JobFinishes finishes;

	private final Wakes wakes;

	JobClaims(Database database, Queues queues, JobFinder finder, JobFinishes finishes, Wakes wakes) {
		this.database = database;
		this.queues = queues;
		this.leases = new Leases(database);
		this.finder = finder;
		this.ready = new ReadyJobs(database);
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
			Head head = head(request);
			JobStep jobs = new JobStep(head.now);
			List<FinishResult> finished = outcomes.isEmpty() ? List.of()
					: this.finishes.finish(request.queue(), request.worker(), outcomes, jobs);
			if (jobs.changes.letWait()) {
				jobs.write(this.database);
				head = head(request);
				jobs = jobs.at(head.now);
			}
			return claim(request, head, jobs, finished, dueFirst);
		});
		if (step.wake) {
			step.jobs.signals.wake(Wake.ifReady(request.queue()));
		}
		this.wakes.wakeAfterStep(step.jobs.signals.wakes());
		return step;
	}

	private Step claim(ClaimRequest request, Head head, JobStep step, List<FinishResult> finished, boolean dueFirst) {
		Moment now = head.now;
		if (head.paused) {
			step.write(this.database);
			this.leases.claimed(request.queue(), request.worker(), now, now.after(request.lease()), now.millis());
			return new Step(new Exchange(finished, new ClaimResult(List.of(), null, true, standing(request, now))),
					step, false, false);
		}
		Long nextDue = head.nextDue;
		if (nextDue != null && nextDue <= now.millis()) {
			int moved = this.ready.promote(request.queue(), PROMOTE, step);
			step.write(this.database);
			nextDue = this.ready.nextDue(request.queue());
			if (dueFirst && moved >= PROMOTE && nextDue != null && nextDue <= now.millis()) {
				return new Step(new Exchange(finished, new ClaimResult(List.of(), null, false, null)), step, true,
						true);
			}
		}
		ReadyJobs.First first = this.ready.first(request.queue(), request.limit(), now);
		List<ClaimedJob> jobs = start(first.slots(), request, step);
		step.write(this.database);
		lease(request, head, first.more());
		ClaimResult claimed = new ClaimResult(jobs,
				(nextDue != null) ? Duration.ofMillis(nextDue - now.millis()) : null, false,
				(jobs.size() < request.limit()) ? standing(request, now) : null);
		// What it left is for the next one. One that sleeps from now on looks again: what
		// came between its look at the queue and the note that it sleeps has woken
		// nobody.
		return new Step(new Exchange(finished, claimed), step, !first.more() || head.sleepers, false);
	}

	/**
	 * A lease that has just been renewed is left as it is: under load this would be one
	 * more write each time, and of one row.
	 */
	private void lease(ClaimRequest request, Head head, boolean more) {
		long until = head.now.after(request.lease());
		long spare = request.lease().toMillis() / LEASE_SPARE;
		boolean fresh = head.leaseUntil != null && head.leaseUntil <= until && head.leaseUntil >= until - spare;
		if (!more || !fresh) {
			this.leases.claimed(request.queue(), request.worker(), head.now, until, more ? null : head.now.millis());
		}
	}

	private ClaimResult.Standing standing(ClaimRequest request, Moment now) {
		return this.database.sql(STANDING)
			.param("queue", request.queue())
			.param("worker", request.worker())
			.param("now", now.millis())
			.query((row, number) -> new ClaimResult.Standing(row.getInt("running"), row.getInt("gone") > 0))
			.single();
	}

	private List<ClaimedJob> start(List<Slot> slots, ClaimRequest request, JobStep step) {
		Map<String, JobFinder.Known> known = this.finder.ofSlots(slots);
		List<ClaimedJob> jobs = new ArrayList<>(slots.size());
		for (Slot slot : slots) {
			JobFinder.Known job = known.get(slot.id());
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

	private Head head(ClaimRequest request) {
		return this.database.sql(HEAD)
			.param("queue", request.queue())
			.param("worker", request.worker())
			.query((row, number) -> {
				Long scheduled = Values.longOrNull(row, "scheduled");
				Long retry = Values.longOrNull(row, "retry");
				QueueLevel.require(request.queue(), row.getInt("needs"));
				Long next = (scheduled == null || (retry != null && retry < scheduled)) ? retry : scheduled;
				return new Head(new Moment(row.getLong("micros")), row.getBoolean("paused"), next,
						row.getInt("sleepers") > 0, Values.longOrNull(row, "lease_until"));
			})
			.single();
	}

	/** What a claim must know before it begins. */
	private record Head(Moment now, boolean paused, @Nullable Long nextDue, boolean sleepers,
			@Nullable Long leaseUntil) {
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
