package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.step.JobStep;

import org.jspecify.annotations.Nullable;

/**
 * Passes over ready jobs whose unique keys other transactions keep locked. They stay
 * ready, and the jobs behind them start.
 */
final class KeyedJobs {

	/** How many jobs, beyond those that were asked for, a claim looks at. */
	static final int MOST = 500;

	/** When to look again at what others keep locked, in milliseconds. */
	private static final long BUSY_LOOK = 200;

	private static final String BUSY = "unique key of job ";

	private final Database database;

	private final ReadyJobs ready;

	KeyedJobs(Database database, ReadyJobs ready) {
		this.database = database;
		this.ready = ready;
	}

	/**
	 * The first jobs of a queue but for those whose keys others keep locked.
	 * @param first the first ones, some of which have keys
	 */
	ReadyJobs.First passOver(String queue, int limit, ReadyJobs.First first, JobStep step) {
		Set<String> busy = new HashSet<>();
		free(this.database, first.slots(), busy, step);
		if (busy.isEmpty()) {
			return first;
		}
		List<QueueEntry> free;
		int window = limit;
		boolean all;
		do {
			window = (window < MOST) ? Math.min(limit + MOST, 4 * window + 8) : limit + MOST;
			List<QueueEntry> ready = this.ready.window(queue, window, step.now);
			free = free(this.database, ready, busy, step);
			all = ready.size() < window || window == limit + MOST;
		}
		while (free.size() < limit && !all);
		ReadyJobs.First others = ReadyJobs.first(free.subList(0, Math.min(limit, free.size())), limit);
		return new ReadyJobs.First(others.slots(), others.more(), true);
	}

	/**
	 * The jobs but for those whose keys others keep locked.
	 * @param busy what is known of those; more are added
	 */
	static List<QueueEntry> free(Database database, List<QueueEntry> ready, Set<String> busy, JobStep step) {
		List<QueueEntry> free = new ArrayList<>(ready);
		free.removeIf((job) -> job.hasKey() && busy.contains(BUSY + job.id()));
		Set<String> locked = step.lockKeys(database, free);
		locked.forEach((id) -> busy.add(BUSY + id));
		free.removeIf((job) -> locked.contains(job.id()));
		return free;
	}

	/** When a claim that has passed over something is to be repeated, in milliseconds. */
	static long nextLook(@Nullable Long nextDue, StepClock now) {
		long look = now.millis() + BUSY_LOOK;
		return (nextDue != null) ? Math.min(nextDue, look) : look;
	}

}
