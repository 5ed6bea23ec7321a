package io.jobqueue.store.jdbc.upkeep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.AttemptReport;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.jdbc.access.ConflictRetry;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.dialect.StepBounds;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.step.RowChanges;
import org.jspecify.annotations.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews all leases of a worker in one transaction: they share one database, so none
 * fails alone.
 */
public final class JdbcRenewals {

	private static final Logger logger = LoggerFactory.getLogger(JdbcRenewals.class);

	private static final String WORKER = """
			update {p}worker set host = :host, pid = :pid, started_at = :startedAt where id = :id
			""";

	private static final String HELD = "select id, queue, delivery, in_line from {p}running where worker = :worker";

	private static final String PROGRESS = """
			update {p}running{by:primary} set progress = ?, progress_text = ?
			where id = ? and worker = ? and delivery = ?
			""";

	private static final String START = """
			update {p}running{by:primary} set in_line = false
			where id = :id and worker = :worker and delivery = :delivery and in_line = true
			""";

	private static final String LOCK = "select id from {p}running{by:primary} where id {in:ids} order by id for update skip locked";

	private static final String RUNNING_LEASES = """
			select queue from {p}lease where worker = :worker and queue {in:ids} and lease_until > :now
			""";

	private static final String FREE_WORKER = """
			select id from {p}worker{by:primary} where id = :id for update skip locked
			""";

	/** So short that a wait for locks could cost the leases that are free. */
	private static final Duration SHORT_LEASE = StepBounds.LOCK_WAITS.multipliedBy(4);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	private final Database database;

	private final Leases leases;

	private final BiConsumer<String, String> signal;

	/**
	 * Make one.
	 * @param signal signals a queue to a worker of this process; the queue is the second
	 */
	public JdbcRenewals(Database database, BiConsumer<String, String> signal) {
		this.database = database;
		this.leases = new Leases(database);
		this.signal = signal;
	}

	/** A worker whose lease had run out was not woken, so it is to look again. */
	public RenewResult renew(RenewRequest request) {
		Set<String> late = new HashSet<>();
		RenewResult result = renewWithin(request, late);
		late.removeAll(result.failed().keySet());
		late.forEach((queue) -> this.signal.accept(request.worker().id(), queue));
		return result;
	}

	private RenewResult renewWithin(RenewRequest request, Set<String> late) {
		RenewResult result = renewOnce(request, late);
		if (result.failed().isEmpty() || request.lease().compareTo(SHORT_LEASE) < 0) {
			return result;
		}
		try {
			return waitFor(result.failed().keySet(), request) ? renewOnce(request, late) : result;
		}
		catch (StoreUnavailableException ex) {
			logger.debug("Leases of worker '{}' stay locked", request.worker().id(), ex);
			return result;
		}
	}

	private RenewResult renewOnce(RenewRequest request, Set<String> late) {
		return this.database.urgentStep("renew leases", wait(request.lease()), () -> renewNow(request, late));
	}

	/**
	 * Look again and again for a short time: once the locks are free, leases that have
	 * run out meanwhile are renewed before their jobs are reclaimed. No connection is
	 * kept between the looks, so that other steps of the worker go on.
	 * @return whether all were renewed
	 */
	private boolean waitFor(Set<String> queues, RenewRequest request) {
		Set<String> locked = new HashSet<>(queues);
		long start = System.nanoTime();
		for (int look = 1; !locked.isEmpty() && System.nanoTime() - start < StepBounds.LOCK_WAITS.toNanos(); look++) {
			ConflictRetry.pause(look);
			locked.removeAll(this.database.urgentStep("renew leases that were locked", wait(request.lease()), () -> {
				StepClock now = this.database.begin();
				return this.leases.extendFree(locked, request.worker().id(), now.after(request.lease()));
			}));
		}
		return locked.isEmpty();
	}

	/** How long it may wait for other steps of this process. */
	private static Duration wait(Duration lease) {
		Duration half = lease.dividedBy(2);
		return (half.compareTo(LONGEST_WAIT) < 0) ? half : LONGEST_WAIT;
	}

	private RenewResult renewNow(RenewRequest request, Set<String> late) {
		String worker = request.worker().id();
		StepClock now = this.database.begin();
		List<RenewRequest.Container> containers = byQueue(request);
		late.addAll(late(containers, worker, now));
		introduce(request.worker());
		long until = now.after(request.lease());
		Set<String> inLine = new HashSet<>();
		Map<String, List<RenewResult.Held>> stored = held(worker, inLine);
		Set<JobId> lost = new HashSet<>();
		List<RenewResult.Held> unaccounted = new ArrayList<>();
		List<@Nullable Object[]> progress = new ArrayList<>();
		List<RenewResult.Held> started = new ArrayList<>();
		for (RenewRequest.Container container : containers) {
			lost.addAll(container.attempts().keySet());
			for (RenewResult.Held held : stored.getOrDefault(container.queue(), List.of())) {
				AttemptReport attempt = container.attempts().get(held.id());
				if (attempt != null && attempt.delivery() == held.delivery()) {
					lost.remove(held.id());
					if (attempt.isChange() && inLine.contains(held.id().value())) {
						started.add(held);
					}
					if (attempt.progress() != null) {
						progress.add(new @Nullable Object[] { attempt.progress().value(), attempt.progress().text(),
								held.id().value(), worker, held.delivery() });
					}
				}
				else {
					unaccounted.add(held);
				}
			}
		}
		start(started, worker);
		store(progress);
		// After the rows of jobs, as claims that store outcomes do: else they would block
		// each other.
		Map<String, JobQueueException> failed = renewLeases(containers, worker, until, lost);
		unaccounted.removeIf((held) -> failed.containsKey(held.queue()));
		return new RenewResult(lost, unaccounted, failed);
	}

	/** The queues without a lease that runs. */
	private Set<String> late(List<RenewRequest.Container> containers, String worker, StepClock now) {
		Set<String> queues = containers.stream().map(RenewRequest.Container::queue).collect(Collectors.toSet());
		if (!queues.isEmpty()) {
			this.database.sql(RUNNING_LEASES)
				.param("worker", worker)
				.param("ids", this.database.dialect().ids(queues))
				.param("now", now.millis())
				.query(String.class)
				.list()
				.forEach(queues::remove);
		}
		return queues;
	}

	/** Answers the queues whose lease is locked; of their jobs none is known as lost. */
	private Map<String, JobQueueException> renewLeases(List<RenewRequest.Container> containers, String worker,
			long until, Set<JobId> lost) {
		Map<String, JobQueueException> failed = new HashMap<>();
		for (RenewRequest.Container container : containers) {
			if (!this.leases.renewed(container.queue(), worker, until, container.concurrency())) {
				failed.put(container.queue(), this.leases.locked(container.queue(), worker));
				lost.removeAll(container.attempts().keySet());
			}
		}
		return failed;
	}

	private static List<RenewRequest.Container> byQueue(RenewRequest request) {
		return request.containers().stream().sorted(Comparator.comparing(RenewRequest.Container::queue)).toList();
	}

	/** What is known of it stays as it is while others have locked it. */
	private void introduce(WorkerIdentity worker) {
		if (isLocked(worker.id())) {
			return;
		}
		int known = this.database.sql(WORKER)
			.param("host", StoredText.of(worker.host()))
			.param("pid", worker.pid())
			.param("startedAt", worker.startedAt().toEpochMilli())
			.param("id", worker.id())
			.update();
		if (known == 0) {
			Object[] row = { worker.id(), StoredText.of(worker.host()), worker.pid(),
					worker.startedAt().toEpochMilli() };
			this.database.dialect()
				.insertNew(this.database.jdbc(), this.database.rows(Table.WORKER, List.<Object[]>of(row)));
		}
	}

	private boolean isLocked(String worker) {
		return ids(FREE_WORKER, worker).isEmpty() && !ids("select id from {p}worker where id = :id", worker).isEmpty();
	}

	private List<String> ids(String sql, String worker) {
		return this.database.sql(sql).param("id", worker).query(String.class).list();
	}

	private Map<String, List<RenewResult.Held>> held(String worker, Set<String> inLine) {
		return this.database.sql(HELD).param("worker", worker).query((row, number) -> {
			if (row.getBoolean("in_line")) {
				inLine.add(row.getString("id"));
			}
			return new RenewResult.Held(JobId.of(row.getString("id")), row.getString("queue"), row.getInt("delivery"));
		}).list().stream().collect(Collectors.groupingBy(RenewResult.Held::queue));
	}

	/**
	 * Those that were in line have started. What is left out, since another transaction
	 * holds its row, is about to leave.
	 */
	private void start(List<RenewResult.Held> started, String worker) {
		Set<String> locked = locked(started.stream().map((held) -> held.id().value()).toList());
		RowChanges changes = new RowChanges();
		started.stream()
			.filter((held) -> locked.contains(held.id().value()))
			.sorted(Comparator.comparing((held) -> held.id().value()))
			.forEach((held) -> {
				int count = this.database.sql(START)
					.param("id", held.id().value())
					.param("worker", worker)
					.param("delivery", held.delivery())
					.update();
				changes.count(held.queue(), JobStatus.QUEUED, -count);
				changes.count(held.queue(), JobStatus.STARTED, count);
			});
		changes.write(this.database);
	}

	private Set<String> locked(List<String> ids) {
		return ids.isEmpty() ? Set.of() : Set
			.copyOf(this.database.sql(LOCK).param("ids", this.database.dialect().ids(ids)).query(String.class).list());
	}

	/**
	 * Progress of a job whose row another transaction holds is left out: the job is about
	 * to leave, and the lease of all others must not wait for it.
	 */
	private void store(List<@Nullable Object[]> progress) {
		if (progress.isEmpty()) {
			return;
		}
		Set<String> locked = locked(progress.stream().map((values) -> (String) values[2]).toList());
		List<@Nullable Object[]> free = progress.stream()
			.filter((values) -> locked.contains((String) values[2]))
			.sorted(Comparator.comparing((values) -> (String) values[2]))
			.toList();
		if (!free.isEmpty()) {
			this.database.jdbc().batchUpdate(this.database.expand(PROGRESS), free);
		}
	}

}
