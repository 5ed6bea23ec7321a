package io.jobqueue.store.schedule;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An optional part of a store: schedules, each of which inserts jobs into one queue. The
 * store knows when a schedule is due and which job was its last one. It does not know
 * cron expressions: callers read a schedule, decide, and write the decision by a
 * compare-and-set of its revision. Safe for use by many threads. All methods throw
 * {@link io.jobqueue.store.error.StoreUnavailableException} when the store is
 * unavailable.
 */
public interface ScheduleStore {

	/**
	 * Look for schedules that are due, and for those whose waiting tick can be fired
	 * because their last job has ended.
	 * @param queues the queues of the schedules
	 * @param limit how many schedules per queue at most
	 */
	ScheduleLook look(Collection<String> queues, int limit);

	/**
	 * Fire schedules. Each firing is one atomic step: it has an effect only if the
	 * schedule still has the revision that was read. Then it increments the revision,
	 * sets when the schedule is due next, inserts the jobs that {@link ScheduleFiring}
	 * allows, and notes what became of the ticks. Repeated after a lost reply, it changes
	 * nothing.
	 * @param firings the firings, each of another schedule
	 * @return the results, in the order of the firings
	 * @throws io.jobqueue.store.error.StoreFullException if the store has no room; the
	 * firings that are missing are the last ones
	 */
	List<FiringResult> fire(List<ScheduleFiring> firings);

	/**
	 * Write a schedule, if it still has the expected revision. Its revision becomes that
	 * of the given one, its notes stay. If it moves to another queue, it fires in none of
	 * them while the write is under way.
	 * @param schedule the schedule; {@code declaredAt} and {@code runs} are ignored
	 * @param expected the revision that was read, 0 if there was none
	 * @param declared whether it counts as declared from now on; if not, it needs no
	 * declaration
	 * @return whether it was written
	 */
	boolean write(StoredSchedule schedule, long expected, boolean declared);

	/**
	 * Remove a schedule, if it still has the expected revision.
	 * @return whether it was removed
	 */
	boolean remove(StoredSchedule schedule);

	/** The schedules that exist, by name. */
	Map<String, StoredSchedule> find(Collection<String> names);

	/**
	 * Schedules in the order of their names.
	 * @param after only names after this one, {@code null} for all
	 * @param limit how many at most
	 */
	List<StoredSchedule> list(@Nullable String after, int limit);

	/**
	 * Note that a living worker declares schedules.
	 * @param declarations the schedules
	 * @return the names of those that do not exist in this queue with this fingerprint,
	 * for which nothing was noted
	 */
	Set<String> declare(Collection<Declaration> declarations);

	/**
	 * Schedules that need a declaration and have not been declared for some time.
	 * @param queues the queues of the schedules
	 * @param age the time since the last declaration
	 * @param limit how many at most
	 */
	List<StoredSchedule> undeclared(Collection<String> queues, Duration age, int limit);

	/**
	 * A schedule that a worker declares.
	 *
	 * @param name its name
	 * @param queue its queue
	 * @param fingerprint of its definition
	 */
	record Declaration(String name, String queue, String fingerprint) {
	}

}
