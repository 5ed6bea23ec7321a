package io.jobqueue.store.jdbc.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.UniqueRow;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

import org.jspecify.annotations.Nullable;

/**
 * How many more jobs the queues with a maximum size take. Steps that have not committed
 * do not see the jobs of each other, so that they may pass the maximum together.
 */
public final class QueueRoom {

	private static final String SIZED = """
			(select count(*) from {p}queue where name {in:ids} and max_size is not null) as sized
			""";

	private static final String BEGIN = "select {now} as micros, {settings} as settings, " + SIZED;

	private static final String JOIN = "select {now} as micros, " + SIZED;

	private static final String FREE = """
			select q.name, q.max_size - coalesce((select sum(c.delta) from {p}count c where c.queue = q.name
			and c.status in ('QUEUED', 'SCHEDULED', 'RETRY', 'INTERRUPTED')), 0) as free
			from {p}queue q where q.name {in:ids} and q.max_size is not null
			""";

	/** Jobs that another one with the same key can replace. */
	private static final String WAITING = """
			select id, delivery from {p}ready where {of:ready}
			union all select id, delivery from {p}scheduled where {of:scheduled} and status = 'SCHEDULED'
			union all select id, delivery from {p}blocked where {of:blocked}
			""";

	private static final String OWNED = "select name, id, until_at from {p}unique where name {in:ids}";

	private static final String KNOWN = "select id from {p}job where id {in:ids}";

	private final Database database;

	/** Queues that had a maximum size when they were looked at last. */
	private final Set<String> sized = ConcurrentHashMap.newKeySet();

	public QueueRoom(Database database) {
		this.database = database;
	}

	/** Whether a maximum size is known that may apply. */
	public boolean isSized(Collection<NewJob> jobs, Admission admission) {
		return admission == Admission.WITHIN_SIZE && !this.sized.isEmpty()
				&& jobs.stream().anyMatch((job) -> this.sized.contains(job.queue()));
	}

	/** Note that a queue has a maximum size. */
	public void noteSized(String queue) {
		this.sized.add(queue);
	}

	/**
	 * The first statement of a step that inserts jobs: the clock, and whether a maximum
	 * size applies.
	 * @param joined whether the transaction is that of the caller
	 */
	public Start start(Collection<NewJob> jobs, Admission admission, boolean joined) {
		if (admission == Admission.ALWAYS) {
			return new Start(joined ? this.database.now() : this.database.begin(), false);
		}
		Set<String> queues = jobs.stream().map(NewJob::queue).collect(Collectors.toSet());
		Start start = this.database.sql(joined ? JOIN : BEGIN)
			.param("ids", this.database.dialect().ids(queues))
			.query((row, number) -> new Start(new StepClock(row.getLong("micros")), row.getInt("sized") > 0))
			.single();
		if (!start.sized) {
			this.sized.removeAll(queues);
		}
		return start;
	}

	/**
	 * The jobs that find their queue full, if they are inserted in this order in the
	 * present transaction. A job whose unique key has an owner needs no room, unless it
	 * is to replace an owner that does not wait for its first run.
	 * @param jobs jobs with different ids
	 * @return their ids
	 */
	public Set<String> full(Collection<NewJob> jobs, StepClock now) {
		Map<String, Long> free = free(jobs.stream().map(NewJob::queue).collect(Collectors.toSet()));
		Map<String, Long> wanted = jobs.stream().collect(Collectors.groupingBy(NewJob::queue, Collectors.counting()));
		free.entrySet().removeIf((queue) -> wanted.getOrDefault(queue.getKey(), 0L) <= queue.getValue());
		List<NewJob> open = jobs.stream().filter((job) -> free.containsKey(job.queue())).toList();
		Set<String> full = new HashSet<>();
		Set<String> known = known(open);
		Map<String, String> owned = owned(open, now);
		Set<String> waiting = waiting(open, owned);
		for (NewJob job : open) {
			if (known.contains(job.id().value())) {
				continue;
			}
			String key = key(job);
			String owner = (key != null) ? owned.get(key) : null;
			boolean needsRoom = owner == null || (replaces(job) && !waiting.contains(owner));
			if (needsRoom && free.merge(job.queue(), -1L, Long::sum) < 0) {
				full.add(job.id().value());
			}
			else if (key != null && needsRoom) {
				waiting.add(job.id().value());
				owned.put(key, job.id().value());
			}
		}
		return full;
	}

	private static @Nullable String key(NewJob job) {
		UniqueTrait key = job.traits().unique();
		return (key != null) ? UniqueRow.name(job.queue(), key.name()) : null;
	}

	private static boolean replaces(NewJob job) {
		UniqueTrait key = job.traits().unique();
		return key != null && key.replaces();
	}

	private Set<String> waiting(List<NewJob> jobs, Map<String, String> owned) {
		boolean replacing = jobs.stream().anyMatch(QueueRoom::replaces) && !owned.isEmpty();
		Set<String> waiting = new HashSet<>();
		List<String> claimed = new ArrayList<>();
		if (replacing) {
			this.database.sql(WAITING)
				.param("ids", this.database.dialect().ids(List.copyOf(owned.values())))
				.query((row) -> {
					waiting.add(row.getString("id"));
					if (row.getInt("delivery") > 0) {
						claimed.add(row.getString("id"));
					}
				});
		}
		waiting.removeAll(JdbcJobFinder.attempted(this.database, claimed));
		return waiting;
	}

	private Map<String, String> owned(List<NewJob> jobs, StepClock now) {
		List<String> names = jobs.stream().map(QueueRoom::key).filter(Objects::nonNull).distinct().toList();
		Map<String, String> owned = new HashMap<>();
		if (!names.isEmpty()) {
			this.database.sql(OWNED).param("ids", this.database.dialect().ids(names)).query((row) -> {
				UniqueRow owner = UniqueRow.of(row);
				if (!owner.isOver(now)) {
					owned.put(owner.name(), owner.id().value());
				}
			});
		}
		return owned;
	}

	private Map<String, Long> free(Set<String> queues) {
		Map<String, Long> free = new HashMap<>();
		this.database.sql(FREE).param("ids", this.database.dialect().ids(queues)).query((row) -> {
			free.put(row.getString("name"), row.getLong("free"));
			noteSized(row.getString("name"));
		});
		return free;
	}

	private Set<String> known(List<NewJob> jobs) {
		return jobs.isEmpty() ? Set.of()
				: Set.copyOf(this.database.sql(KNOWN)
					.param("ids", this.database.dialect().ids(jobs.stream().map((job) -> job.id().value()).toList()))
					.query(String.class)
					.list());
	}

	/**
	 * How a step begins.
	 *
	 * @param now the clock of the database
	 * @param sized whether a queue has a maximum size that applies
	 */
	public record Start(StepClock now, boolean sized) {
	}

}
