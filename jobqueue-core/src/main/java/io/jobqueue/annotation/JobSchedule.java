package io.jobqueue.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.jobqueue.Misfire;
import io.jobqueue.Overlap;

/**
 * Dispatches a job of a task at regular times: on the class or method of a
 * {@link JobTask} that takes no payload. All workers of a namespace fire each tick once
 * together. Properties under {@code jobqueue.schedules.<name>} take precedence.
 * <p>
 * All strings may contain placeholders.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(JobSchedule.List.class)
public @interface JobSchedule {

	/**
	 * The name of the schedule, unique in the namespace. Empty means the name of the
	 * task.
	 */
	String name() default "";

	/**
	 * A cron expression: six fields (second, minute, hour, day of month, month, day of
	 * week), five (without the second), or a macro such as {@code @daily}. {@code "-"}
	 * turns the schedule off. Set either this or {@link #every()}.
	 */
	String cron() default "";

	/**
	 * An interval such as {@code 30s} or {@code 10m}, at a fixed rate: the first tick is
	 * one interval after the first start.
	 */
	String every() default "";

	/** The time zone of the cron expression. The zone of the host has no effect. */
	String zone() default "UTC";

	/** What to do with ticks that were missed. */
	Misfire misfire() default Misfire.ONCE;

	/** How many missed ticks {@link Misfire#ALL} fires at most: the newest ones. */
	int misfireCap() default 100;

	/** What to do with a tick while the previous job has not ended. */
	Overlap overlap() default Overlap.SKIP;

	/**
	 * The longest delay behind a tick. The delay of a schedule depends on its name, so
	 * schedules with the same times do not start at once. Empty means none.
	 */
	String jitter() default "";

	/** Whether the schedule is paused when it is stored for the first time. */
	boolean paused() default false;

	/** Several schedules of one task. */
	@Target({ ElementType.TYPE, ElementType.METHOD })
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@interface List {

		JobSchedule[] value();

	}

}
