package io.jobqueue.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.dialect.Unsent;
import io.jobqueue.store.jdbc.limit.LimitAlarm;
import io.jobqueue.store.jdbc.limit.LimitedStarts;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobStarts;
import io.jobqueue.store.jdbc.step.JobStep;
import io.jobqueue.store.limit.QueueRules;

import org.jspecify.annotations.Nullable;

/**
 * Hands out jobs of queues with limits, in rounds of one transaction each. A round locks
 * the first ready jobs, then their limits; it starts those that may, and lets the others
 * wait beside the queue, so that the next round sees the jobs behind them. Each round
 * that starts jobs renews the lease.
 */
final class LimitedClaims {

	/** After these a claim ends, and the worker claims again. */
	private static final int ROUNDS = 6;

	/** Claims at the same time may end in another order, in milliseconds. */
	private static final long SET_BACK = 10_000;

	/** The clock keeps H2 from answering by a result from before. */
	private static final String SINCE = """
			select q.rules_version, case when :counted = 1 then
			(select count(*) from {p}running r where r.queue = :queue and {now} > 0) else 0 end as running
			from {p}queue q where q.name = :queue
			""";

	private final Database database;

	private final Queues queues;

	private final ClaimReads reads;

	private final ReadyJobs ready;

	private final ClaimEnd end;

	private final JdbcJobFinder finder;

	private final Waker wakes;

	private final LimitAlarm alarm;

	/** The times of the last claims by queues, in milliseconds. */
	private final Map<String, Long> clocks = new ConcurrentHashMap<>();

	LimitedClaims(Database database, Queues queues, ClaimReads reads, ReadyJobs ready, JdbcJobFinder finder,
			Waker wakes) {
		this.database = database;
		this.queues = queues;
		this.reads = reads;
		this.ready = ready;
		this.end = new ClaimEnd(database);
		this.finder = finder;
		this.wakes = wakes;
		this.alarm = new LimitAlarm(database, wakes);
	}

	/** Return {@code null} if the queue turns out to have no limits. */
	@Nullable ClaimResult claim(ClaimRequest request) {
		List<ClaimedJob> jobs = new ArrayList<>();
		List<WakeCondition> wakes = new ArrayList<>();
		Set<String> busy = new HashSet<>();
		int rounds = 0;
		int preparations = 0;
		while (true) {
			LimitedProgress progress = new LimitedProgress(request, jobs.size(), rounds, preparations, busy);
			Round round = this.database.step("claim jobs", () -> round(progress));
			wakes.addAll(round.wakes);
			jobs.addAll(round.jobs);
			switch (round.next) {
				case PREPARE -> preparations++;
				case NOTE -> {
					LimitedStarts.note(this.database, request.queue(), round.missing);
					preparations++;
				}
				case AGAIN -> rounds++;
				case PLAIN -> {
					this.queues.forgetLimit(request.queue());
					return null;
				}
				case END -> {
					End end = Objects.requireNonNull(round.end);
					wakes.addAll(missed(request.queue(), end));
					this.wakes.wakeAfterStep(wakes.stream().distinct().toList());
					return result(request, jobs, end);
				}
			}
		}
	}

	/**
	 * A change of the rules, the end of a job or of a pause that was committed during the
	 * last round has found no worker that waits.
	 */
	private List<WakeCondition> missed(String queue, End end) {
		Integer bound = end.fullAt;
		if (!end.waits) {
			return List.of();
		}
		if (end.paused) {
			return List.of(WakeCondition.ifReady(queue));
		}
		return this.database.workerRead("look at the rules of a queue",
				() -> this.database.sql(SINCE)
					.param("queue", queue)
					.param("counted", (bound != null) ? 1 : 0)
					.query((row, number) -> missed(queue, end, row))
					.list()
					.stream()
					.flatMap(Optional::stream)
					.toList());
	}

	private static Optional<WakeCondition> missed(String queue, End end, ResultSet row) throws SQLException {
		if (row.getLong("rules_version") != Math.max(0, end.rules)) {
			return Optional.of(WakeCondition.unlessPaused(queue));
		}
		return (end.fullAt != null && row.getLong("running") < end.fullAt) ? Optional.of(WakeCondition.ifReady(queue))
				: Optional.empty();
	}

	private ClaimResult result(ClaimRequest request, List<ClaimedJob> jobs, End end) {
		this.clocks.put(request.queue(), end.now.millis());
		Long opens = end.opensAt;
		boolean rings = this.alarm.rings(request, jobs.size(), opens, end.now) && opens != null
				&& (end.nextDue == null || end.nextDue > opens);
		Long next = rings ? opens : end.nextDue;
		return new ClaimResult(jobs, (next != null) ? Duration.ofMillis(Math.max(0, next - end.now.millis())) : null,
				end.paused, end.idleHints, end.rules);
	}

	/** Return whether another worker is to claim in place of one that has left. */
	boolean left(String queue, String worker) {
		return this.alarm.left(queue, worker);
	}

	private Round round(LimitedProgress progress) {
		ClaimRequest request = progress.request();
		ClaimReads.Head head = this.reads.head(request);
		if (!head.limited()) {
			return new Round(List.of(), List.of(), Next.PLAIN, null);
		}
		this.ready.noteOrder(request.queue(), head.newestFirst());
		QueueRules rules = this.queues.rules(request.queue());
		LimitedStarts starts = new LimitedStarts(this.database, request.queue(), rules, head.now(), progress.busy());
		if (head.paused()) {
			ClaimEnd.Seen seen = this.end.paused(request, head.now());
			return new Round(List.of(), List.of(), Next.END, new End(head.now(), seen.nextClaim(null, head.now()), null,
					true, seen.idleHints(), starts.version(), true, null));
		}
		JobStep step = new JobStep(head.now());
		boolean setBack = this.clocks.getOrDefault(request.queue(), 0L) > head.now().millis() + SET_BACK;
		if (progress.prepares() && (promote(request.queue(), head, step) || starts.letDueGoOn(setBack))) {
			return new Round(List.of(), List.of(), Next.PREPARE, null);
		}
		return start(progress, head, starts, rules, step);
	}

	private boolean promote(String queue, ClaimReads.Head head, JobStep step) {
		if (head.nextDue() == null || head.nextDue() > head.now().millis()) {
			return false;
		}
		int moved = this.ready.promote(queue, JdbcClaims.PROMOTE, step);
		step.write(this.database);
		return moved > 0;
	}

	private Round start(LimitedProgress progress, ClaimReads.Head head, LimitedStarts starts, QueueRules rules,
			JobStep step) {
		ClaimRequest request = progress.request();
		int wanted = request.startable() - progress.taken();
		int window = progress.window(wanted, rules);
		List<QueueEntry> first = (wanted > 0) ? this.ready.window(request.queue(), window, head.now()) : List.of();
		boolean all = wanted > 0 && first.size() < window;
		if (!all && wanted > 0 && progress.prepares() && starts.spread(first)) {
			return prepared(starts);
		}
		List<QueueEntry> free = KeyedJobs.free(this.database, first, progress.busy(), step);
		LimitedStarts.Selection selection = (wanted > 0) ? starts.select(free, wanted, progress.taken() == 0)
				: LimitedStarts.Selection.NONE;
		if (starts.isMissing() && progress.prepares()) {
			return prepared(starts);
		}
		List<ClaimedJob> jobs = JobStarts.start(selection.starting(), this.finder.ofSlots(selection.starting()),
				request, step.at(starts.now()));
		step.write(this.database);
		starts.complete(jobs);
		boolean filled = jobs.size() >= wanted;
		boolean goesOn = !selection.queueFull()
				&& (!all || selection.waiting() > 0 || starts.moved() > 0 || selection.left());
		boolean farEnough = all || window >= LimitedProgress.WINDOW;
		if (starts.hasBusy() && progress.rounds() > 0 && farEnough && jobs.isEmpty() && selection.waiting() == 0
				&& starts.moved() == 0) {
			// Of what others keep locked, another round would see the same.
			return end(progress, head, starts, step, new Found(jobs, LimitedStarts.Selection.BUSY, false));
		}
		boolean suspect = !selection.starting().isEmpty() && selection.left() && !filled;
		if (!filled && goesOn && !suspect && progress.rounds() < ROUNDS) {
			this.end.of(request, head, true, true, Unsent.NOTHING);
			return new Round(jobs, List.copyOf(step.signals.wakes()), Next.AGAIN, null);
		}
		return end(progress, head, starts, step, new Found(jobs, selection, filled || goesOn));
	}

	private Round end(LimitedProgress progress, ClaimReads.Head head, LimitedStarts starts, JobStep step, Found found) {
		ClaimRequest request = progress.request();
		boolean full = progress.taken() + found.jobs.size() >= request.limit();
		ClaimEnd.Seen seen = this.end.of(request, head, found.more, full, Unsent.NOTHING);
		// A worker that waits from now on claims again: a job that was inserted before
		// has woken no worker. Where the queue as a whole is full, the end of a job wakes
		// it.
		if (found.more ? head.sleepers() : !found.selection.queueFull() && !starts.hasBusy()) {
			step.signals.wake(WakeCondition.ifReady(request.queue()));
		}
		Long opens = earlier(found.selection.opensAt(), starts.nextLook());
		int taken = progress.taken() + found.jobs.size();
		boolean again = found.more && taken < request.startable();
		Long nextDue = seen.nextClaim(head.nextDue(), head.now());
		if (starts.hasBusy()) {
			// Those that were passed over wake no worker.
			nextDue = KeyedJobs.nextLook(nextDue, head.now());
			again &= taken > 0;
			opens = (opens != null && opens > head.now().millis()) ? opens : null;
		}
		boolean queueFull = found.selection.queueFull() && !starts.hasBusy();
		return new Round(found.jobs, List.copyOf(step.signals.wakes()), Next.END,
				new End(starts.now(), nextDue, again ? Long.valueOf(starts.now().millis()) : opens, false,
						seen.idleHints(), starts.version(), !found.more, queueFull ? starts.mostRunning() : null));
	}

	private static Round prepared(LimitedStarts starts) {
		return starts.isMissing() ? new Round(List.of(), List.of(), Next.NOTE, null, starts.missing())
				: new Round(List.of(), List.of(), Next.PREPARE, null);
	}

	private static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
		return (one == null || (other != null && other < one)) ? other : one;
	}

	/** What a round has started, what it left, and whether there may be more. */
	private record Found(List<ClaimedJob> jobs, LimitedStarts.Selection selection, boolean more) {
	}

	private enum Next {

		PREPARE, NOTE, AGAIN, PLAIN, END

	}

	private record Round(List<ClaimedJob> jobs, List<WakeCondition> wakes, Next next, @Nullable End end,
			Set<String> missing) {

		Round(List<ClaimedJob> jobs, List<WakeCondition> wakes, Next next, @Nullable End end) {
			this(jobs, wakes, next, end, Set.of());
		}

	}

	/**
	 * How a claim ends; the times in milliseconds.
	 *
	 * @param waits whether the worker waits for a signal from now on
	 * @param fullAt how many jobs of the queue may run, if this holds others back
	 */
	private record End(StepClock now, @Nullable Long nextDue, @Nullable Long opensAt, boolean paused,
			ClaimResult.@Nullable IdleHints idleHints, long rules, boolean waits, @Nullable Integer fullAt) {
	}

}
