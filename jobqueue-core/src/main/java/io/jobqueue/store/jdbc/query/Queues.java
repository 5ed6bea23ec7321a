package io.jobqueue.store.jdbc.query;

import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.QueueLevel;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.limit.QueueRules;

/**
 * Which queues there are. One with jobs is known by its sizes, so that an insert, which
 * may be part of a long transaction, notes nothing that others wait for; one that is
 * served or paused is noted. Those noted a short time ago are remembered, so that the
 * table is seldom asked, and is filled again should its rows be lost.
 */
public final class Queues {

	private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(30);

	private static final int MOST_REMEMBERED = 10_000;

	private static final String ALL = """
			select name from {p}queue union select queue from {p}count union select queue from {p}lease
			union select queue from {p}schedule
			""";

	private static final String USED = """
			select 1 from {p}count where queue = :queue
			union all select 1 from {p}lease where queue = :queue
			union all select 1 from {p}schedule where queue = :queue
			union all select 1 from {p}gate where queue = :queue
			union all select 1 from {p}queue where name = :queue and (paused = true or rules_version > 0)
			""";

	private static final String REPLACE = """
			update {p}queue set rules = :rules, rules_version = :next, max_size = :size, newest_first = :newest,
			limited = case when :gated = 1 then true else limited end
			where name = :name and rules_version = :expected and {bounded}
			""";

	/** Of a queue without limits: none of its jobs has, or had a short time ago. */
	private static final String UNLIMIT = """
			update {p}queue set limited = false where name = :queue and limited = true and rules_version = :version
			and not exists (select 1 from {p}gate g where g.queue = :queue) and {bounded}
			""";

	private static final String NEWER = "select name, needs from {p}queue where name {in:ids} and needs > :known";

	private final Database database;

	private final Map<String, Long> seen = new ConcurrentHashMap<>();

	/** Queues whose claims apply limits, as far as this process has seen. */
	private final Set<String> limited = ConcurrentHashMap.newKeySet();

	public Queues(Database database) {
		this.database = database;
	}

	/**
	 * Note a queue that is served, as a step of its own: in a longer one, the row would
	 * make others wait that do the same.
	 */
	public void note(String queue) {
		if (!isRemembered(queue)) {
			this.database.singleStep("note a queue", () -> insert(queue));
			if (this.seen.size() < MOST_REMEMBERED) {
				this.seen.put(queue, System.nanoTime());
			}
		}
	}

	/** Note a queue, if it is not. */
	private boolean insert(String queue) {
		List<String> known = this.database.sql("select name from {p}queue where name = :queue")
			.param("queue", queue)
			.query(String.class)
			.list();
		if (known.isEmpty()) {
			Object[] row = { queue, false };
			this.database.dialect()
				.insertNew(this.database.jdbc(), this.database.rows(Table.QUEUE, List.<Object[]>of(row)));
		}
		return known.isEmpty();
	}

	/** Pause a queue, also one that is not noted, and that others forget meanwhile. */
	public void pause(String queue) {
		while (!setPaused(queue, true)) {
			this.database.single("note a queue", () -> insert(queue));
		}
	}

	/**
	 * Let a queue go on.
	 * @return whether it was known
	 */
	public boolean resume(String queue) {
		return setPaused(queue, false);
	}

	private boolean setPaused(String queue, boolean paused) {
		return this.database.single(paused ? "pause a queue" : "resume a queue",
				() -> this.database.sql("update {p}queue set paused = :paused where name = :name and {bounded}")
					.param("paused", paused)
					.param("name", queue)
					.update()) > 0;
	}

	/** The rules of a queue. */
	public QueueRules rules(String queue) {
		return this.database.sql("select rules from {p}queue where name = :queue and rules_version > 0")
			.param("queue", queue)
			.query(String.class)
			.list()
			.stream()
			.findFirst()
			.map(QueueRules::read)
			.orElse(QueueRules.NONE);
	}

	/** Replace rules of a version. */
	public boolean replaceRules(String queue, long expected, QueueRules next) {
		if (expected == 0) {
			this.database.single("note a queue", () -> insert(queue));
		}
		return this.database.single("change the rules of a queue",
				() -> this.database.sql(REPLACE)
					.param("rules", next.write())
					.param("next", next.version())
					.param("size", next.maxSize(), Types.INTEGER)
					.param("newest", next.order() == QueueRules.Order.LIFO)
					.param("gated", next.isGated() ? 1 : 0)
					.param("name", queue)
					.param("expected", expected)
					.update()) > 0;
	}

	/** Let claims of a queue apply limits. */
	public void limit(String queue) {
		this.database.single("note that a queue has limits",
				() -> this.database
					.sql("update {p}queue set limited = true where name = :name and limited = false and {bounded}")
					.param("name", queue)
					.update());
		this.limited.add(queue);
	}

	/** Whether claims of a queue are known to apply limits. */
	public boolean isLimited(String queue) {
		return this.limited.contains(queue);
	}

	/** Claims of the queue apply no limits any more. */
	public void forgetLimit(String queue) {
		this.limited.remove(queue);
	}

	/** Return whether claims of a queue apply limits. */
	public boolean readLimited(String queue) {
		return !this.database.sql("select name from {p}queue where name = :queue and limited = true")
			.param("queue", queue)
			.query(String.class)
			.list()
			.isEmpty();
	}

	/** Let claims apply no limits any more where none is used and the rules have none. */
	public int unlimit(String queue) {
		QueueRules rules = rules(queue);
		return rules.isGated() ? 0
				: this.database.sql(UNLIMIT).param("queue", queue).param("version", rules.version()).update();
	}

	private boolean isRemembered(String queue) {
		Long since = this.seen.get(queue);
		return since != null && System.nanoTime() - since < REMEMBERED_NANOS;
	}

	/**
	 * Refuse queues that this release may not serve, in the present transaction.
	 * @throws io.jobqueue.store.error.NewerReleaseException for the first of them
	 */
	public void requireLevel(Collection<String> queues) {
		if (!queues.isEmpty()) {
			this.database.sql(NEWER)
				.param("ids", this.database.dialect().ids(queues))
				.param("known", QueueLevel.KNOWN)
				.query((row) -> {
					QueueLevel.require(row.getString("name"), row.getInt("needs"));
				});
		}
	}

	/** Those noted, and those that have a job, or had one a short time ago. */
	public List<String> all() {
		return this.database.sql(ALL).query(String.class).list().stream().sorted().toList();
	}

	/**
	 * Forget a queue if it has nothing any more, statement by statement.
	 * @param listed whether it had sizes or leases until now, and so was listed without a
	 * row
	 * @return whether it was there
	 */
	public boolean forgetIfVacant(String queue, boolean listed) {
		boolean used = !this.database.sql(USED).param("queue", queue).query(Integer.class).list().isEmpty();
		if (used) {
			return false;
		}
		this.seen.remove(queue);
		this.limited.remove(queue);
		int deleted = this.database
			.sql("delete from {p}queue where name = :queue and paused = false " + "and rules_version = 0 and {bounded}")
			.param("queue", queue)
			.update();
		return listed || deleted > 0;
	}

}
