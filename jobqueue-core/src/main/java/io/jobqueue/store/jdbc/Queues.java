package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which queues there are. One with jobs is known by its sizes, so that an insert, which
 * may be part of a long transaction, notes nothing that others wait for; one that is
 * served or paused is noted. Those noted a short time ago are remembered, so that the
 * table is seldom asked, and is filled again should its rows be lost.
 */
final class Queues {

	private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(30);

	private static final int MOST_REMEMBERED = 10_000;

	private static final String ALL = """
			select name from {p}queue union select queue from {p}count union select queue from {p}lease
			""";

	private static final String USED = """
			select 1 from {p}count where queue = :queue
			union all select 1 from {p}lease where queue = :queue and lease_until > :now
			union all select 1 from {p}queue where name = :queue and paused = true
			""";

	private final Database database;

	private final Map<String, Long> seen = new ConcurrentHashMap<>();

	Queues(Database database) {
		this.database = database;
	}

	/**
	 * Note queues in the present transaction.
	 * @return those that are to be remembered once it is committed
	 */
	List<String> note(Collection<String> queues) {
		List<String> unseen = queues.stream().filter((queue) -> !isRemembered(queue)).sorted().toList();
		if (unseen.isEmpty()) {
			return unseen;
		}
		// Asked first: an insert would wait for, or block, others that do the same.
		List<String> missing = new ArrayList<>(unseen);
		missing.removeAll(existing(unseen));
		if (!missing.isEmpty()) {
			List<Object[]> rows = missing.stream().map((queue) -> new Object[] { queue, false }).toList();
			this.database.dialect().insertNew(this.database.jdbc(), this.database.rows(Table.QUEUE, rows));
		}
		return unseen;
	}

	void remember(List<String> queues) {
		if (this.seen.size() < MOST_REMEMBERED) {
			queues.forEach((queue) -> this.seen.put(queue, System.nanoTime()));
		}
	}

	private boolean isRemembered(String queue) {
		Long since = this.seen.get(queue);
		return since != null && System.nanoTime() - since < REMEMBERED_NANOS;
	}

	private List<String> existing(List<String> names) {
		return this.database.sql("select name from {p}queue where name {in:ids}")
			.param("ids", this.database.dialect().ids(names))
			.query(String.class)
			.list();
	}

	/** Those noted, and those that have a job, or had one a short time ago. */
	List<String> all() {
		return this.database.sql(ALL).query(String.class).list().stream().sorted().toList();
	}

	/**
	 * Forget a queue in the present transaction if it has nothing any more.
	 * @return whether it was there
	 */
	boolean forgetIfVacant(String queue, Moment now) {
		boolean used = !this.database.sql(USED)
			.param("queue", queue)
			.param("now", now.millis())
			.query(Integer.class)
			.list()
			.isEmpty();
		if (used) {
			return false;
		}
		this.seen.remove(queue);
		return this.database.sql("delete from {p}queue where name = :queue and paused = false")
			.param("queue", queue)
			.update() > 0;
	}

}
