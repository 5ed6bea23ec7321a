package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.dialect.Unsent;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.RunningRow;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobStarts;
import io.jobqueue.store.jdbc.step.JobStep;

import org.jspecify.annotations.Nullable;

/**
 * Hands out jobs. One transaction moves the rows of the first ready jobs to the running
 * ones and renews the lease, so no job runs without one.
 */
final class JdbcClaims {

	/** How many jobs that fall due a claim makes ready before it takes some. */
	static final int PROMOTE = 500;

	/** By one claim, beside the first. */
	private static final int MAX_PROMOTIONS = 40;

	private final Database database;

	private final Queues queues;

	private final ClaimReads reads;

	private final ClaimEnd end;

	private final ReadyJobs ready;

	private final JdbcFinishes finishes;

	private final Waker wakes;

	private final LimitedClaims limited;

	private final KeyedJobs keyed;

	JdbcClaims(Database database, Queues queues, JdbcJobFinder finder, JdbcFinishes finishes, Waker wakes,
			ReadyJobs ready) {
		this.database = database;
		this.queues = queues;
		this.ready = ready;
		this.reads = new ClaimReads(database, finder, this.ready);
		this.end = new ClaimEnd(database);
		this.finishes = finishes;
		this.wakes = wakes;
		this.limited = new LimitedClaims(database, queues, this.reads, this.ready, finder, wakes);
		this.keyed = new KeyedJobs(database, this.ready);
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
		this.wakes.awake(request.worker(), request.queue());
		if (this.queues.isLimited(request.queue())) {
			return exchangeLimited(request, outcomes);
		}
		Step step = exchange(request, outcomes, true);
		if (step.next == Next.NONE) {
			return step.exchange;
		}
		if (step.next == Next.LIMITED) {
			return new Exchange(step.exchange.finished(), claimLimited(request));
		}
		for (int i = 0; i < MAX_PROMOTIONS && promote(request.queue()) >= PROMOTE; i++) {
			// More may be due.
		}
		Step again = exchange(request, List.of(), false);
		return new Exchange(step.exchange.finished(),
				(again.next == Next.LIMITED) ? claimLimited(request) : again.exchange.claimed());
	}

	/**
	 * Store outcomes, then claim, in transactions of their own. Others are woken after
	 * the claim, if it leaves something.
	 */
	private Exchange exchangeLimited(ClaimRequest request, List<Outcome> outcomes) {
		JdbcFinishes.Finished finished = this.finishes.finishOnly(request.queue(), request.worker(), outcomes);
		ClaimResult claimed = claimLimited(request);
		this.wakes.wakeAfterStep(finished.wakes());
		return new Exchange(finished.results(), claimed);
	}

	private ClaimResult claimLimited(ClaimRequest request) {
		this.queues.note(request.queue());
		ClaimResult claimed = this.limited.claim(request);
		// Maintenance has found meanwhile that it has no limits any more.
		return (claimed != null) ? claimed : exchange(request, List.of()).claimed();
	}

	/** Return whether another worker is to claim in place of one that has left. */
	boolean left(String queue, String worker) {
		return this.queues.isLimited(queue) && this.limited.left(queue, worker);
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
		AtomicBoolean committing = new AtomicBoolean();
		Step step = this.database.step("claim jobs", committing, () -> {
			ClaimReads.Read read = this.reads.read(request, outcomes);
			JobStep jobs = new JobStep(read.head().now());
			List<FinishResult> finished = finish(request, outcomes, read.held(), jobs);
			if (jobs.changes.letWait()) {
				jobs.write(this.database);
				read = new ClaimReads.Read(this.reads.head(request), null, null);
				jobs = jobs.at(read.head().now());
			}
			Step done = claim(request, read, jobs, finished, dueFirst);
			return this.database.dialect().pipelines() ? commit(request, done, committing) : done;
		});
		if (step.next == Next.LIMITED) {
			this.queues.limit(request.queue());
		}
		if (step.asleep) {
			this.wakes.sleeps(request.worker(), request.queue());
		}
		if (step.wake) {
			step.jobs.signals.wake(WakeCondition.ifReady(request.queue()));
		}
		this.wakes.wakeAfterStep(step.jobs.signals.wakes());
		return step;
	}

	/** No worker is to be woken for a queue that has nothing once this is committed. */
	private Step commit(ClaimRequest request, Step done, AtomicBoolean committing) {
		if (done.waits == null) {
			return done.committed(this.end.commit(request.queue(), done.unsent, done.wake, committing));
		}
		StepClock now = done.waits.now;
		ClaimEnd.Committed committed = this.end.commitWait(request, now, done.unsent, committing);
		ClaimEnd.Seen seen = committed.seen();
		return done.waiting(seen, until(seen.nextClaim(done.waits.nextDue, now), now)).committed(committed.left());
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
			// A resume that was committed meanwhile has found no worker that waits.
			ClaimEnd.Seen seen = this.end.paused(request, now);
			ClaimResult paused = new ClaimResult(List.of(), until(seen.nextClaim(null, now), now), true,
					seen.idleHints());
			return new Step(new Exchange(finished, paused), step, true, Next.NONE);
		}
		if (read.head().limited()) {
			return limited(finished, step);
		}
		boolean newestFirst = this.ready.noteOrder(request.queue(), read.head().newestFirst());
		ReadyJobs.Ahead ahead = newestFirst ? null : read.ahead();
		Long nextDue = read.head().nextDue();
		if (nextDue != null && nextDue <= now.millis()) {
			int moved = this.ready.promote(request.queue(), PROMOTE, step);
			step.write(this.database);
			ahead = null;
			nextDue = this.ready.nextDue(request.queue());
			if (dueFirst && moved >= PROMOTE && nextDue != null && nextDue <= now.millis()) {
				return new Step(new Exchange(finished, new ClaimResult(List.of(), null, false, null)), step, true,
						Next.PROMOTE);
			}
		}
		ReadyJobs.First first = (ahead != null) ? this.ready.first(request.queue(), request.limit(), now, ahead)
				: this.ready.first(request.queue(), request.limit(), now);
		if (first.slots().stream().anyMatch(QueueEntry::hasKey)) {
			first = this.keyed.passOver(request.queue(), request.limit(), first, step);
		}
		if (first.slots().stream().anyMatch(QueueEntry::isLimited)) {
			return limited(finished, step);
		}
		return start(request, read, step, finished, first, nextDue);
	}

	private Step start(ClaimRequest request, ClaimReads.Read read, JobStep step, List<FinishResult> finished,
			ReadyJobs.First first, @Nullable Long nextDue) {
		StepClock now = read.head().now();
		List<ClaimedJob> jobs = JobStarts.start(first.slots(), this.reads.known(first.slots(), read.ahead()), request,
				step);
		boolean left = first.passedOver() && !first.more();
		Unsent unsent = step.writeMost(this.database);
		// What it left is for the next one. One that sleeps from now on looks again: what
		// came between its look at the queue and the note that it sleeps has woken
		// none. Those that were passed over wake no worker.
		boolean wakes = !left && (!first.more() || read.head().sleepers());
		if (wakes && !first.more() && this.end.commitsWait(read.head())) {
			return new Step(new Exchange(finished, new ClaimResult(jobs, null, false, null)), step, true, Next.NONE,
					unsent, new Wait(now, nextDue), false);
		}
		ClaimEnd.Seen seen = this.end.of(request, read.head(), first.more(), jobs.size() >= request.limit(), unsent);
		Long next = left ? Long.valueOf(KeyedJobs.nextLook(nextDue, now)) : seen.nextClaim(nextDue, now);
		ClaimResult claimed = new ClaimResult(jobs, until(next, now), false, seen.idleHints());
		return new Step(new Exchange(finished, claimed), step, wakes, Next.NONE, seen.unsent(), null,
				!first.more() && seen.wakes());
	}

	private static @Nullable Duration until(@Nullable Long time, StepClock now) {
		return (time != null) ? Duration.ofMillis(time - now.millis()) : null;
	}

	/** Claims of the queue apply limits. */
	private Step limited(List<FinishResult> finished, JobStep step) {
		step.write(this.database);
		return new Step(new Exchange(finished, new ClaimResult(List.of(), null, false, null)), step, false,
				Next.LIMITED);
	}

	/** What is left to do after a step. */
	private enum Next {

		/** Nothing. */
		NONE,

		/** Nothing was claimed, as more due jobs are to be made ready. */
		PROMOTE,

		/** Nothing was claimed, as limits apply. */
		LIMITED

	}

	/** What a worker that waits from now on has seen. */
	private record Wait(StepClock now, @Nullable Long nextDue) {
	}

	/**
	 * What came of it.
	 *
	 * @param exchange the answer
	 * @param jobs what it did to jobs
	 * @param wake whether another worker is to be woken for what is left
	 * @param next what is left to do
	 * @param unsent what is to be sent with the commit
	 * @param waits if the commit is to note that the worker waits, {@code null} otherwise
	 * @param asleep whether it was noted that the worker waits
	 */
	private record Step(Exchange exchange, JobStep jobs, boolean wake, Next next, Unsent unsent, @Nullable Wait waits,
			boolean asleep) {

		Step(Exchange exchange, JobStep jobs, boolean wake, Next next) {
			this(exchange, jobs, wake, next, Unsent.NOTHING, null, false);
		}

		Step waiting(ClaimEnd.Seen seen, @Nullable Duration nextDue) {
			ClaimResult claimed = new ClaimResult(this.exchange.claimed().jobs(), nextDue, false, seen.idleHints());
			return new Step(new Exchange(this.exchange.finished(), claimed), this.jobs, this.wake, this.next,
					Unsent.NOTHING, null, seen.wakes());
		}

		Step committed(boolean left) {
			return new Step(this.exchange, this.jobs, left, this.next, Unsent.NOTHING, null, this.asleep);
		}

	}

}
