package io.jobqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads and changes recurring jobs. Implementations are thread-safe. All methods throw
 * {@link JobQueueException} if the store is unavailable, or keeps no schedules.
 * <p>
 * Many processes may change a schedule at the same time: each change is a compare-and-set
 * in the store. A change throws {@link JobQueueException} if others came first 50 times
 * in a row. Then nothing was changed, and it can be tried again.
 */
public interface JobSchedules {

	/**
	 * Add a schedule, or replace one that was put before. It takes effect in all workers
	 * within 5 s. If the ticks stay the same, so does the next one. A schedule that is
	 * paused stays paused.
	 * @param definition what to fire, and when
	 * @throws InvalidScheduleException if the definition is {@code null} or cannot be
	 * used, such as jobs that a dispatch would refuse. Also if the name is that of a
	 * schedule in code or configuration
	 */
	void put(JobSchedule.Definition definition);

	/**
	 * Remove a schedule. Jobs that it has inserted stay. One in code or configuration is
	 * added again as long as a worker declares it.
	 * @param name the name of the schedule
	 * @return whether it existed
	 * @throws InvalidJobException if the name is {@code null} or not a valid name of a
	 * schedule
	 */
	boolean remove(String name);

	/**
	 * Stop a schedule from firing, until it is resumed. The pause survives restarts. One
	 * that is paused already stays as it is.
	 * @param name the name of the schedule
	 * @return whether it exists, also if it was paused before
	 * @throws InvalidJobException if the name is {@code null} or not a valid name of a
	 * schedule
	 */
	boolean pause(String name);

	/**
	 * Resume a schedule, which fires again from the next tick on. Ticks of the pause are
	 * not fired. One that is not paused stays as it is.
	 * @param name the name of the schedule
	 * @return whether it exists, also if it was not paused
	 * @throws InvalidJobException if the name is {@code null} or not a valid name of a
	 * schedule
	 */
	boolean resume(String name);

	/**
	 * Fire a schedule now, also one that is paused. Its next tick stays as it is.
	 * @param name the name of the schedule
	 * @return the id of the job, never {@code null}
	 * @throws JobStateException if its previous job has not ended, unless overlap is
	 * {@link Overlap#ALLOW}
	 * @throws InvalidScheduleException if there is no such schedule
	 * @throws InvalidJobException if the name is {@code null} or not a valid name of a
	 * schedule
	 */
	JobId trigger(String name);

	/**
	 * Find a schedule.
	 * @param name the name of the schedule
	 * @return the schedule; {@code null} if there is none with this name
	 * @throws InvalidJobException if the name is {@code null} or not a valid name of a
	 * schedule
	 */
	@Nullable JobSchedule find(String name);

	/**
	 * Schedules in the order of their names.
	 * @param after the last name of the previous page, {@code null} for the first page.
	 * There need not be a schedule of this name any more
	 * @param limit the size of the page, from 1 to 1000
	 * @return the schedules of the page; fewer than the limit, maybe none, on the last
	 * one
	 * @throws InvalidScheduleException if the limit is outside this range
	 */
	List<JobSchedule> list(@Nullable String after, int limit);

	/** The first 1000 schedules, in the order of their names. */
	default List<JobSchedule> list() {
		return list(null, 1000);
	}

}
