package io.jobqueue.store.jdbc;

import java.util.List;

import org.jspecify.annotations.Nullable;

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

	/** A lease with jobs stays: without it they would be taken back at once. */
	private static final String LEAVE = """
			delete from {p}lease where queue = :queue and worker = :worker and not exists
			(select 1 from {p}running r where r.worker = :worker and r.queue = :queue)
			""";

	private static final String CLEAN = """
			delete from {p}lease where queue = :queue and lease_until <= :now and not exists
			(select 1 from {p}running r where r.worker = {p}lease.worker and r.queue = {p}lease.queue)
			""";

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

	void left(String queue, String worker) {
		this.database.sql(LEAVE).param("queue", queue).param("worker", worker).update();
		sleeps(queue, worker, null);
	}

	/** Forget workers that are gone and hold nothing. */
	void clean(String queue, Moment now) {
		this.database.sql(CLEAN).param("queue", queue).param("now", now.millis()).update();
	}

}
