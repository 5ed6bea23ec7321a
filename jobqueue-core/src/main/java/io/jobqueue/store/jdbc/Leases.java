package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The leases of workers on queues.
 */
final class Leases {

	private static final String CLAIM = """
			update {p}lease set lease_until = :until, waiting_since = :waiting where queue = :queue and worker = :worker
			""";

	private static final String RENEW = """
			update {p}lease set lease_until = :until, concurrency = :concurrency where queue = :queue and worker = :worker
			""";

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

	private final Database database;

	Leases(Database database) {
		this.database = database;
	}

	/** With a claim, which says whether its worker sleeps from now on. */
	void claimed(String queue, String worker, long until, @Nullable Long waitingSince) {
		while (this.database.sql(CLAIM)
			.param("until", until)
			.param("waiting", waitingSince, java.sql.Types.BIGINT)
			.param("queue", queue)
			.param("worker", worker)
			.update() == 0) {
			insert(queue, worker, until);
		}
	}

	void renewed(String queue, String worker, long until, int concurrency) {
		while (this.database.sql(RENEW)
			.param("until", until)
			.param("concurrency", concurrency)
			.param("queue", queue)
			.param("worker", worker)
			.update() == 0) {
			insert(queue, worker, until);
		}
	}

	private void insert(String queue, String worker, long until) {
		Object[] row = { queue, worker, until, 0, null };
		this.database.dialect()
			.insertNew(this.database.jdbc(), this.database.rows(Table.LEASE, List.<Object[]>of(row)));
	}

	void sleeps(String queue, String worker, @Nullable Long since) {
		this.database.sql(SLEEP)
			.param("waiting", since, java.sql.Types.BIGINT)
			.param("queue", queue)
			.param("worker", worker)
			.update();
	}

	/** A lease with jobs stays: without it they would be taken back at once. */
	void left(String queue, String worker) {
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
	 */
	void clean(String queue, Moment now) {
		List<String> gone = this.database.sql(GONE)
			.param("queue", queue)
			.param("now", now.millis())
			.query(String.class)
			.list();
		List<String> locked = gone.isEmpty() ? gone
				: withIds(LOCK, gone).param("queue", queue).param("now", now.millis()).query(String.class).list();
		if (!locked.isEmpty()) {
			batch(DELETE, locked.stream().map((worker) -> new Object[] { queue, worker }).toList());
		}
	}

	/** Delete what is known of workers that have no lease any more. */
	void forgetWorkers() {
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

	private JdbcClient.StatementSpec withIds(String sql, List<String> ids) {
		return this.database.sql(sql).param("ids", this.database.dialect().ids(ids));
	}

}
