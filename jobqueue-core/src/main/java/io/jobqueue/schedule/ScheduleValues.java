package io.jobqueue.schedule;

import java.time.Duration;

import io.jobqueue.Misfire;
import io.jobqueue.Overlap;

import org.jspecify.annotations.Nullable;

/**
 * The values of a schedule in configuration, each {@code null} if it is not set.
 *
 * @param task the name of the task
 * @param payload the payload as JSON, or as it is for a task that takes a string
 * @param queue the queue
 * @param cron the cron expression
 * @param every the interval
 * @param zone the zone
 * @param misfire what to do with missed ticks
 * @param misfireCap how many of them to fire at most
 * @param overlap what to do while the last job has not ended
 * @param jitter the longest delay
 * @param paused whether it is paused at first
 */
public record ScheduleValues(@Nullable String task, @Nullable String payload, @Nullable String queue,
		@Nullable String cron, @Nullable Duration every, @Nullable String zone, @Nullable Misfire misfire,
		@Nullable Integer misfireCap, @Nullable Overlap overlap, @Nullable Duration jitter, @Nullable Boolean paused) {

	/** These, and for each that is not set the other one. The ticks come from one. */
	ScheduleValues over(ScheduleValues other) {
		boolean ticks = this.cron != null || this.every != null;
		return new ScheduleValues(either(this.task, other.task), either(this.payload, other.payload),
				either(this.queue, other.queue), ticks ? this.cron : other.cron, ticks ? this.every : other.every,
				either(this.zone, other.zone), either(this.misfire, other.misfire),
				either(this.misfireCap, other.misfireCap), either(this.overlap, other.overlap),
				either(this.jitter, other.jitter), either(this.paused, other.paused));
	}

	private static <T> @Nullable T either(@Nullable T one, @Nullable T other) {
		return (one != null) ? one : other;
	}

}
