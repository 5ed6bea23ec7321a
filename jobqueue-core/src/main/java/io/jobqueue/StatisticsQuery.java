package io.jobqueue;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A selection of statistics. Immutable. The store keeps statistics for 72 hours: by the
 * minute for 2 hours, then by 10 minutes.
 *
 * @param period the time until now, from 1 minute to 72 hours
 * @param queue only jobs of this queue, {@code null} for all
 * @param task only jobs of this task, {@code null} for all
 * @param byQueue whether {@link JobExplorer#taskStatistics} has a row for each queue and
 * task, and not for each task
 */
public record StatisticsQuery(Duration period, @Nullable String queue, @Nullable String task, boolean byQueue) {

	/** The shortest period. */
	public static final Duration SHORTEST = Duration.ofMinutes(1);

	/** The longest period. */
	public static final Duration LONGEST = Duration.ofHours(72);

	public StatisticsQuery {
		Objects.requireNonNull(period, "The period of statistics must not be null");
		if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
			throw new InvalidJobException("The period of statistics is from %s to %s, but was %s"
				.formatted(DurationText.of(SHORTEST), DurationText.of(LONGEST), DurationText.of(period)));
		}
		if (queue != null) {
			Names.requireQueue(queue);
		}
		if (task != null) {
			Names.requireTask(task);
		}
	}

	/**
	 * Statistics of all queues and tasks for the last time.
	 * @param period from 1 minute to 72 hours
	 * @throws InvalidJobException if the period is shorter or longer
	 */
	public static StatisticsQuery last(Duration period) {
		return new StatisticsQuery(period, null, null, true);
	}

	/**
	 * Only jobs of a queue. It need not exist any more.
	 * @throws InvalidJobException if the name is not a valid name of a queue
	 */
	public StatisticsQuery inQueue(String queue) {
		return new StatisticsQuery(this.period, Names.requireQueue(queue), this.task, this.byQueue);
	}

	/**
	 * Only jobs of a task.
	 * @throws InvalidJobException if the name is not a valid name of a task
	 */
	public StatisticsQuery withTask(String task) {
		return new StatisticsQuery(this.period, this.queue, Names.requireTask(task), this.byQueue);
	}

	/** One row for each task, over all its queues. */
	public StatisticsQuery acrossQueues() {
		return new StatisticsQuery(this.period, this.queue, this.task, false);
	}

}
