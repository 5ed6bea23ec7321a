package io.jobqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads and changes recurring jobs. Implementations are thread-safe. All methods throw
 * {@link JobQueueException} if the store is unavailable.
 */
public interface JobSchedules {

	/**
	 * Add a schedule, or replace one that was put before. It takes effect in all workers
	 * within 5 s. If the ticks stay the same, so does the next one. A schedule that is
	 * paused stays paused.
	 * @throws InvalidScheduleException if the definition cannot be used, or if the name
	 * is that of a schedule in code or configuration
	 * @throws InvalidJobException if the request of its jobs cannot be used
	 */
	void put(JobSchedule.Definition definition);

	/**
	 * Remove a schedule. Jobs that it has inserted stay. One in code or configuration is
	 * added again as long as a worker declares it.
	 * @return whether it existed
	 */
	boolean remove(String name);

	/**
	 * Stop a schedule from firing, until it is resumed.
	 * @return whether it exists
	 */
	boolean pause(String name);

	/**
	 * Resume a schedule, which fires again from the next tick on. Ticks of the pause are
	 * not fired.
	 * @return whether it exists
	 */
	boolean resume(String name);

	/**
	 * Fire a schedule now, also one that is paused. Its next tick stays as it is.
	 * @return the id of the job
	 * @throws JobStateException if its previous job has not ended, unless overlap is
	 * {@link Overlap#ALLOW}
	 * @throws InvalidScheduleException if there is no such schedule
	 */
	JobId trigger(String name);

	/** A schedule; {@code null} if there is none with this name. */
	@Nullable JobSchedule find(String name);

	/**
	 * Schedules in the order of their names.
	 * @param after the last name of the previous page, {@code null} for the first page
	 * @param limit from 1 to 1000
	 */
	List<JobSchedule> list(@Nullable String after, int limit);

	/** The first 1000 schedules, in the order of their names. */
	default List<JobSchedule> list() {
		return list(null, 1000);
	}

}
