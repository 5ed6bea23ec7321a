package io.jobqueue.store.jdbc.upkeep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.access.ConflictRetry;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The leases of workers on queues.
 */
public final class Leases {

	private static final String CLAIM = """
			update {p}lease set lease_until = :until, waiting_since = :waiting where queue = :queue and worker = :worker
			""";

	/**
	 * The same in one statement, for a lease that is there and not locked. Answers with
	 * the worker.
	 */
	public static final String CLAIM_IF_FREE = """
			with free as materialized
			(select worker from {p}lease where queue = :queue and worker = :worker for update skip locked)
			update {p}lease l set lease_until = :until, waiting_since = :waiting from free f
			where l.queue = :queue and l.worker = f.worker returning l.worker
			""";

	private static final String RENEW = """
			update {p}lease set lease_until = :until, concurrency = :concurrency where queue = :queue and worker = :worker
			""";

	private static final String EXTEND = """
			update {p}lease{by:primary} set lease_until = :until where worker = :worker and queue {in:ids}
			""";

	private static final String FREE_OF = """
			select queue from {p}lease{by:primary} where worker = :worker and queue {in:ids} order by queue
			for update skip locked
			""";

	private static final String FREE = """
			select lease_until from {p}lease{by:primary} where queue = :queue and worker = :worker for update skip locked
			""";

	private static final String UNTIL = "select lease_until from {p}lease where queue = :queue and worker = :worker";

	private static final String SLEEP = """
			update {p}lease set waiting_since = :waiting where queue = :queue and worker = :worker
			""";

	private static final String HAS_JOBS = "select id from {p}running where worker = :worker and queue = :queue limit 1";

	private static final String LEAVE = "delete from {p}lease where queue = :queue and worker = :worker";

	/**
	 * The jobs are looked at apart from the delete, which would wait for their rows in
	 * some databases.
	 */
	private static final String GONE = """
			select l.worker from {p}lease l where l.queue = :queue and l.lease_until <= :now and not exists
			(select 1 from {p}running r where r.worker = l.worker and r.queue = l.queue)
			order by l.worker limit 100
			""";

	private static final String ALL_OF = "select worker from {p}lease where queue = :queue and worker {in:ids}";

	private static final String LOCK = """
			select worker from {p}lease{by:primary} where queue = :queue and worker {in:ids} and lease_until <= :now
			order by worker for update skip locked
			""";

	private static final String DELETE = "delete from {p}lease where queue = ? and worker = ?";

	private static final String WITHOUT_LEASE = """
			select w.id from {p}worker w where not exists (select 1 from {p}lease l where l.worker = w.id)
			order by w.id limit 100
			""";

	private static final String LOCK_WORKERS = """
			select id from {p}worker{by:primary} where id {in:ids} order by id for update skip locked
			""";

	private static final String WITH_LEASE = "select distinct worker from {p}lease where worker {in:ids}";

	private static final String DELETE_WORKER = "delete from {p}worker where id = ?";

	/**
	 * A claim and a renewal of the same worker meet for a moment; others keep a lease
	 * locked for longer.
	 */
	private static final int LOOKS = 6;

	private final Database database;

	public Leases(Database database) {
		this.database = database;
	}

	/**
	 * With a claim, which says whether its worker sleeps from now on. A lease that
	 * another transaction has locked stays as it is while it runs.
	 * @return whether it was noted; a worker that is not noted as one that sleeps is not
	 * woken
	 * @throws StoreUnavailableException if it is locked and has run out
	 */
	public boolean claimed(String queue, String worker, StepClock now, long until, @Nullable Long waitingSince) {
		if (this.database.dialect().pipelines() && claimedIfFree(queue, worker, until, waitingSince)) {
			return true;
		}
		Long locked = lockedUntil(queue, worker);
		if (locked != null) {
			if (locked <= now.millis()) {
				throw locked(queue, worker);
			}
			return false;
		}
		while (this.database.sql(CLAIM)
			.param("until", until)
			.param("waiting", waitingSince, java.sql.Types.BIGINT)
			.param("queue", queue)
			.param("worker", worker)
			.update() == 0) {
			insert(queue, worker, until);
		}
		return true;
	}

	private boolean claimedIfFree(String queue, String worker, long until, @Nullable Long waitingSince) {
		return !this.database.sql(CLAIM_IF_FREE)
			.param("until", until)
			.param("waiting", waitingSince, java.sql.Types.BIGINT)
			.param("queue", queue)
			.param("worker", worker)
			.query(String.class)
			.list()
			.isEmpty();
	}

	/** Answers whether it was renewed: not if another transaction has locked it. */
	boolean renewed(String queue, String worker, long until, int concurrency) {
		if (lockedUntil(queue, worker) != null) {
			return false;
		}
		while (this.database.sql(RENEW)
			.param("until", until)
			.param("concurrency", concurrency)
			.param("queue", queue)
			.param("worker", worker)
			.update() == 0) {
			insert(queue, worker, until);
		}
		return true;
	}

	/** Renew the leases that are there and not locked, and return their queues. */
	List<String> extendFree(Collection<String> queues, String worker, long until) {
		List<String> free = withIds(FREE_OF, queues).param("worker", worker).query(String.class).list();
		if (!free.isEmpty()) {
			withIds(EXTEND, free).param("until", until).param("worker", worker).update();
		}
		return free;
	}

	/** For a claim or a renewal that cannot go on. */
	StoreUnavailableException locked(String queue, String worker) {
		return new StoreUnavailableException(
				("Another transaction has locked the lease of worker '%s' on queue '%s' in "
						+ "the table %s: it can be renewed once that transaction has ended")
					.formatted(worker, queue, this.database.expand("{p}lease")),
				null, true);
	}

	/** When a lease that others have locked runs out, {@code null} for any other one. */
	private @Nullable Long lockedUntil(String queue, String worker) {
		for (int look = 1;; look++) {
			if (!until(FREE, queue, worker).isEmpty()) {
				return null;
			}
			List<Long> there = until(UNTIL, queue, worker);
			if (there.isEmpty()) {
				return null;
			}
			if (look == LOOKS) {
				return there.get(0);
			}
			ConflictRetry.pause(look);
		}
	}

	private List<Long> until(String sql, String queue, String worker) {
		return this.database.sql(sql).param("queue", queue).param("worker", worker).query(Long.class).list();
	}

	/**
	 * Of workers whose leases have run out, those whose leases no other transaction has
	 * locked: a worker cannot renew such a lease, and goes on with its jobs. They stay
	 * locked until the end of the present transaction.
	 */
	public List<String> lost(String queue, List<String> workers, StepClock now) {
		Set<String> others = new HashSet<>(withIds(ALL_OF, workers).param("queue", queue).query(String.class).list());
		lock(queue, workers, now).forEach(others::remove);
		return workers.stream().filter((worker) -> !others.contains(worker)).toList();
	}

	private List<String> lock(String queue, List<String> workers, StepClock now) {
		return withIds(LOCK, workers).param("queue", queue).param("now", now.millis()).query(String.class).list();
	}

	private void insert(String queue, String worker, long until) {
		Object[] row = { queue, worker, until, 0, null };
		this.database.dialect()
			.insertNew(this.database.jdbc(), this.database.rows(Table.LEASE, List.<Object[]>of(row)));
	}

	/** Note since when a worker sleeps, {@code null} for one that is awake. */
	public void sleeps(String queue, String worker, @Nullable Long since) {
		this.database.sql(SLEEP)
			.param("waiting", since, java.sql.Types.BIGINT)
			.param("queue", queue)
			.param("worker", worker)
			.update();
	}

	/** A lease with jobs stays: without it they would be taken back at once. */
	public void left(String queue, String worker) {
		boolean hasJobs = !this.database.sql(HAS_JOBS)
			.param("queue", queue)
			.param("worker", worker)
			.query(String.class)
			.list()
			.isEmpty();
		if (hasJobs) {
			sleeps(queue, worker, null);
		}
		else {
			this.database.sql(LEAVE).param("queue", queue).param("worker", worker).update();
		}
	}

	/**
	 * Delete leases of workers that are gone and hold nothing, but for those that a
	 * transaction holds: it may be one that its worker has left open.
	 * @return how many were deleted
	 */
	public int clean(String queue, StepClock now) {
		List<String> gone = this.database.sql(GONE)
			.param("queue", queue)
			.param("now", now.millis())
			.query(String.class)
			.list();
		List<String> locked = gone.isEmpty() ? gone : lock(queue, gone, now);
		if (!locked.isEmpty()) {
			batch(DELETE, locked.stream().map((worker) -> new Object[] { queue, worker }).toList());
		}
		return locked.size();
	}

	/** Delete what is known of workers that have no lease any more. */
	public void forgetWorkers() {
		List<String> gone = this.database.sql(WITHOUT_LEASE).query(String.class).list();
		if (gone.isEmpty()) {
			return;
		}
		// One that comes back at this moment has its row locked, or its lease is seen
		// now.
		List<String> locked = new ArrayList<>(withIds(LOCK_WORKERS, gone).query(String.class).list());
		locked.removeAll(withIds(WITH_LEASE, gone).query(String.class).list());
		if (!locked.isEmpty()) {
			batch(DELETE_WORKER, locked.stream().map((worker) -> new Object[] { worker }).toList());
		}
	}

	private void batch(String sql, List<Object[]> rows) {
		this.database.jdbc().batchUpdate(this.database.expand(sql), rows);
	}

	private JdbcClient.StatementSpec withIds(String sql, Collection<String> ids) {
		return this.database.sql(sql).param("ids", this.database.dialect().ids(ids));
	}

}
