package io.jobqueue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.LifecycleEvent;
import io.jobqueue.lifecycle.LossEvent;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.limit.UnusedGates;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.query.Sizes;
import io.jobqueue.store.jdbc.row.RunningRow;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.StoredJob;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobStep;
import io.jobqueue.store.jdbc.upkeep.EndedJobs;
import io.jobqueue.store.jdbc.upkeep.ExpiredRows;
import io.jobqueue.store.jdbc.upkeep.Leases;
import io.jobqueue.store.job.StatusRetention;

/**
 * The duties: due jobs, lost workers, retention; and the sums of the sizes.
 */
final class JdbcJobMaintenance implements JobMaintenance {

	private static final String LOST_WORKERS = """
			select distinct r.worker from {p}running r
			left join {p}lease l on l.queue = r.queue and l.worker = r.worker
			where r.queue = :queue and (l.worker is null or l.lease_until <= :now)
			""";

	/**
	 * Not those of a worker that has come back and claimed since. A start that is far
	 * ahead was before the clock was set back.
	 */
	private static final String LOST = """
			select * from {p}running{by:{p}running_worker} where worker {in:ids} and queue = :queue
			and (started_at < :now or started_at > :ahead)
			order by id limit :limit for update skip locked
			""";

	private static final Duration AHEAD = Duration.ofSeconds(10);

	/** Fewer differences of sizes are left as they are. */
	private static final int SUM_UP = 50;

	/** The same while ended jobs are deleted as fast as they come. */
	private static final int SUM_UP_BEHIND = 500;

	/**
	 * The maximum number of steps that delete expired rows after the step for ended jobs.
	 */
	private static final int MOST_TIDIED = 200;

	private final Database database;

	private final Queues queues;

	private final JdbcJobFinder finder;

	private final Leases leases;

	private final ReadyJobs ready;

	private final Sizes sizes;

	private final EndedJobs ended;

	private final Waker wakes;

	JdbcJobMaintenance(Database database, Queues queues, JdbcJobFinder finder, Sizes sizes, Waker wakes) {
		this.database = database;
		this.queues = queues;
		this.finder = finder;
		this.leases = new Leases(database);
		this.ready = new ReadyJobs(database);
		this.sizes = sizes;
		this.ended = new EndedJobs(database, sizes);
		this.wakes = wakes;
	}

	@Override
	public int promote(String queue, int limit) {
		return step("make due jobs ready", (step) -> {
			this.queues.requireLevel(List.of(queue));
			return this.ready.promote(queue, limit, step);
		});
	}

	@Override
	public Reclaimed reclaim(String queue, int maxLosses, int limit) {
		Reclaimed reclaimed = step("take back jobs", (step) -> reclaim(queue, maxLosses, limit, step));
		this.database.step("forget workers that are gone", () -> {
			this.leases.clean(queue, this.database.begin());
			return this.sizes.sumUp(queue, SUM_UP);
		});
		return reclaimed;
	}

	private Reclaimed reclaim(String queue, int maxLosses, int limit, JobStep step) {
		this.queues.requireLevel(List.of(queue));
		List<RunningRow> found = lost(queue, step.now, limit);
		Set<String> busy = step.lockLimits(this.database, found);
		List<RunningRow> lost = found.stream().filter((job) -> !busy.contains(job.id())).toList();
		Map<String, JdbcJobFinder.Known> known = this.finder.known(lost.stream().map(RunningRow::id).toList());
		List<StoredJob> jobs = new ArrayList<>();
		lost.forEach((running) -> {
			JdbcJobFinder.Known job = known.get(running.id());
			if (job == null) {
				step.forget(running);
			}
			else {
				jobs.add(StoredJob.held(running, job.past(), job.record().details().task()));
			}
		});
		Function<StoredJob, LifecycleEvent> event = (job) -> new LossEvent(
				Objects.requireNonNull(job.state().hold()).worker(), maxLosses);
		Set<String> keysBusy = step.lockKeys(this.database, jobs, event);
		jobs.removeIf((job) -> keysBusy.contains(job.slot().id()));
		List<ClaimedJob> poisoned = new ArrayList<>();
		for (StoredJob held : jobs) {
			if (step.apply(event.apply(held), held) instanceof Transition transition && transition.after() != null
					&& transition.after().status().isEnd()) {
				poisoned.add(Objects.requireNonNull(known.get(held.slot().id())).record().claimed(transition.after()));
			}
		}
		return new Reclaimed(lost.size() - keysBusy.size() - poisoned.size(), poisoned);
	}

	private List<RunningRow> lost(String queue, StepClock now, int limit) {
		List<String> workers = this.database.sql(LOST_WORKERS)
			.param("queue", queue)
			.param("now", now.millis())
			.query(String.class)
			.list();
		List<String> lost = workers.isEmpty() ? workers : this.leases.lost(queue, workers, now);
		if (lost.isEmpty()) {
			return List.of();
		}
		return this.database.sql(LOST)
			.param("ids", this.database.dialect().ids(lost))
			.param("queue", queue)
			.param("now", now.millis())
			.param("ahead", now.after(AHEAD))
			.param("limit", limit)
			.query((row, number) -> RunningRow.of(row))
			.list();
	}

	@Override
	public Pruned prune(String queue, Map<JobStatus, StatusRetention> retention, int limit) {
		retention.keySet().stream().filter((status) -> !status.isEnd()).forEach((status) -> {
			throw new IllegalArgumentException("Only ended jobs are pruned, but 'status' was " + status);
		});
		UnusedGates gates = new UnusedGates(this.database);
		Ended ended = this.database.step("delete ended jobs", () -> deleteEnded(queue, retention, limit, gates));
		if (ended.more) {
			return new Pruned(ended.deleted, false);
		}
		boolean more = ended.untidy;
		for (int i = 0; i < MOST_TIDIED && more; i++) {
			more = this.database.step("delete what is over",
					() -> tidy(queue, ended.limited, gates, this.database.begin()));
		}
		if (ended.limited) {
			this.database.singleStep("note that a queue has no limits", () -> this.queues.unlimit(queue));
		}
		return new Pruned(ended.deleted,
				this.database.singleStep("forget a queue", () -> this.queues.forgetIfVacant(queue, ended.listed)));
	}

	/** What is done once only waits while there is more to delete. */
	private Ended deleteEnded(String queue, Map<JobStatus, StatusRetention> retention, int limit, UnusedGates gates) {
		StepClock now = this.database.begin();
		this.queues.requireLevel(List.of(queue));
		int deleted = this.ended.prune(queue, retention, limit, now);
		boolean more = deleted >= limit;
		boolean listed = this.sizes.sumUp(queue, more ? SUM_UP_BEHIND : 1) > 0;
		boolean limited = false;
		boolean untidy = false;
		if (!more) {
			listed |= this.leases.clean(queue, now) > 0;
			limited = this.queues.readLimited(queue);
			untidy = tidy(queue, limited, gates, now);
			this.leases.forgetWorkers();
		}
		return new Ended(deleted, listed, more, limited, untidy);
	}

	/**
	 * Delete a part of the keys, permits, statistics and limits that are over, and sum up
	 * sizes: a queue that no worker serves grows by a row of them for each dispatch.
	 * @return whether there may be more
	 */
	private boolean tidy(String queue, boolean limited, UnusedGates gates, StepClock now) {
		boolean more = ExpiredRows.UNIQUE_KEYS.delete(this.database, now);
		more |= ExpiredRows.PERMITS.delete(this.database, now);
		more |= ExpiredRows.STATISTICS.delete(this.database, now);
		more |= this.sizes.sumUpLeast();
		return (limited && gates.delete(queue, now)) || more;
	}

	private <T> T step(String operation, Function<JobStep, T> work) {
		Done<T> done = this.database.step(operation, () -> {
			JobStep step = new JobStep(this.database.begin());
			T result = work.apply(step);
			step.write(this.database);
			step.signals.wakeForFreed();
			return new Done<>(result, step);
		});
		this.wakes.wakeAfterStep(done.step.signals.wakes());
		return done.result;
	}

	/**
	 * What was deleted, whether the queue had sizes or leases, whether there may be more,
	 * whether the queue has limits, and whether there may be more that is over.
	 */
	private record Ended(int deleted, boolean listed, boolean more, boolean limited, boolean untidy) {
	}

	private record Done<T>(T result, JobStep step) {
	}

}
