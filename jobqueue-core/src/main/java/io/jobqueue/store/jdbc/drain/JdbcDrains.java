package io.jobqueue.store.jdbc.drain;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.jobqueue.store.drain.WorkerDrains;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.signal.Waker;

/**
 * The marks of workers: a row for each, until a time.
 *
 * @param database the way to the database
 * @param wakes signals workers
 */
public record JdbcDrains(Database database, Waker wakes) implements WorkerDrains {

	private static final Duration LOOK_WITHOUT_SIGNALS = Duration.ofSeconds(10);

	private static final int PRUNED = 200;

	private static final String DELETE = "delete from {p}drain where worker = ?";

	private static final String EXPIRED = """
			select worker from {p}drain where until_at <= :now order by worker limit :limit for update skip locked
			""";

	private static final String UNTIL = """
			select until_at - {now} / 1000 from {p}drain where worker = :worker and until_at > {now} / 1000
			""";

	private static final String KEEP = "update {p}drain set until_at = :until where worker = :worker";

	private static final String ALL = "select worker from {p}drain where until_at > {now} / 1000";

	@Override
	public void drain(String worker, Duration kept) {
		this.database.own("drain a worker", () -> {
			StepClock now = this.database.begin();
			prune(now);
			if (keep(worker, now.after(kept)) == 0) {
				Object[] row = { worker, now.after(kept) };
				this.database.dialect()
					.insertNew(this.database.jdbc(), this.database.rows(Table.DRAIN, List.<Object[]>of(row)));
			}
			return true;
		});
		this.wakes.requested(worker);
	}

	private void prune(StepClock now) {
		List<Object[]> expired = this.database.sql(EXPIRED)
			.param("now", now.millis())
			.param("limit", PRUNED)
			.query((row, number) -> new Object[] { row.getString("worker") })
			.list();
		this.database.jdbc().batchUpdate(this.database.expand(DELETE), expired);
	}

	@Override
	public void resume(String worker) {
		this.database.own("resume a worker", () -> {
			this.database.begin();
			return this.database.jdbc().update(this.database.expand(DELETE), worker);
		});
		this.wakes.requested(worker);
	}

	@Override
	public boolean look(String worker) {
		List<Long> left = this.database.workerRead("look whether a worker drains",
				() -> this.database.sql(UNTIL).param("worker", worker).query(Long.class).list());
		if (!left.isEmpty() && left.get(0) < LIFETIME.toMillis() / 2) {
			this.database.own("drain a worker", () -> keep(worker, this.database.begin().after(LIFETIME)));
		}
		return !left.isEmpty();
	}

	private int keep(String worker, long until) {
		return this.database.sql(KEEP).param("until", until).param("worker", worker).update();
	}

	/** Where signals do not reach other processes, workers look more often. */
	@Override
	public Duration lookInterval() {
		return this.wakes.reachesOtherProcesses() ? LOOK : LOOK_WITHOUT_SIGNALS;
	}

	@Override
	public Set<String> draining() {
		return Set.copyOf(
				this.database.read("list workers that drain", () -> this.database.sql(ALL).query(String.class).list()));
	}

}
