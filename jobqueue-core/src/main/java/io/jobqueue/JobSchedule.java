package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A recurring job, as the store has it.
 *
 * @param name its name, unique in the namespace
 * @param task the name of the task that its jobs run
 * @param queue the queue of its jobs
 * @param payload the payload of its jobs as JSON
 * @param cron the cron expression, {@code null} if it has an interval
 * @param every the interval, {@code null} if it has a cron expression
 * @param zone the zone of the cron expression
 * @param misfire what happens to missed ticks
 * @param misfireCap how many missed ticks are fired at most
 * @param overlap what happens to a tick while the previous job has not ended
 * @param jitter the longest delay of its jobs
 * @param origin where it is defined
 * @param state whether it fires
 * @param next when its next job is due, including the jitter; {@code null} while it does
 * not fire, and if there is no further tick
 * @param runs its last 20 ticks, the newest first
 */
public record JobSchedule(String name, String task, String queue, String payload, @Nullable String cron,
		@Nullable Duration every, ZoneId zone, Misfire misfire, int misfireCap, Overlap overlap, Duration jitter,
		Origin origin, State state, @Nullable Instant next, List<Run> runs) {

	/** The header of a job that has the name of its schedule. */
	public static final String HEADER = "schedule";

	/** The header of a job that has its tick, as ISO-8601 in UTC. */
	public static final String TICK_HEADER = "tick";

	/**
	 * The header of a job that has the tick of the previous job of the schedule, as
	 * ISO-8601 in UTC. The first job has none.
	 */
	public static final String PREVIOUS_TICK_HEADER = "previousTick";

	public JobSchedule {
		runs = List.copyOf(runs);
	}

	/** The newest tick; {@code null} before the first one. */
	public @Nullable Run last() {
		return this.runs.isEmpty() ? null : this.runs.get(0);
	}

	/** Where a schedule is defined. */
	public enum Origin {

		/** By {@code @JobSchedule}. */
		CODE,

		/** By properties under {@code jobqueue.schedules}. */
		CONFIGURATION,

		/** By {@link JobSchedules#put}. */
		RUNTIME

	}

	/** Whether a schedule fires. */
	public enum State {

		/** It fires. */
		ACTIVE,

		/** It was paused. */
		PAUSED,

		/**
		 * It is defined in code or configuration, but no worker has declared it for a
		 * minute. It does not fire.
		 */
		UNDECLARED

	}

	/**
	 * A tick and what became of it.
	 *
	 * @param tick the planned time, without jitter
	 * @param at when it was decided, by the clock of the store
	 * @param outcome what became of it
	 * @param job the job that was inserted, {@code null} for none
	 */
	public record Run(Instant tick, Instant at, Outcome outcome, @Nullable JobId job) {
	}

	/** What became of a tick. */
	public enum Outcome {

		/** A job was inserted. */
		FIRED,

		/** No job was inserted, because the previous one had not ended. */
		SKIPPED,

		/** It waits until the previous job has ended. */
		WAITING,

		/** No job was inserted, because the tick was missed. Stands for all before. */
		MISSED

	}

	/**
	 * What to put as a schedule: a request that is dispatched at each tick, and the
	 * ticks. Immutable: each {@code with} method returns a new definition.
	 *
	 * @param name its name
	 * @param request the task, its payload and the options of each job
	 * @param cron a cron expression, {@code null} for none
	 * @param every an interval, {@code null} for none
	 * @param zone the zone of the cron expression
	 * @param misfire what to do with missed ticks
	 * @param misfireCap how many missed ticks to fire at most
	 * @param overlap what to do with a tick while the previous job has not ended
	 * @param jitter the longest delay of its jobs
	 * @param paused whether it is paused when it is put for the first time
	 */
	public record Definition(String name, JobRequest request, @Nullable String cron, @Nullable Duration every,
			ZoneId zone, Misfire misfire, int misfireCap, Overlap overlap, Duration jitter, boolean paused) {

		/** How many missed ticks are fired at most, unless set. */
		public static final int DEFAULT_MISFIRE_CAP = 100;

		/** The highest cap. */
		public static final int HIGHEST_MISFIRE_CAP = 1000;

		private static final Duration SHORTEST = Duration.ofMillis(100);

		private static final Duration LONGEST = Duration.ofDays(36_500);

		private static final Duration LONGEST_JITTER = Duration.ofDays(1);

		/**
		 * Check the definition.
		 * @throws InvalidJobException if the name is not a valid name of a schedule
		 * @throws InvalidScheduleException if a value is outside its range
		 */
		public Definition {
			Names.requireSchedule(name);
			Limits.requirePresent("The request of a schedule", request);
			requirePresent(name, "zone", zone);
			requirePresent(name, "misfire", misfire);
			requirePresent(name, "overlap", overlap);
			requirePresent(name, "jitter", jitter);
			if (request.delay() != null || request.dueAt() != null) {
				throw invalid(name, "the request has a delay or a time: leave it out, because its ticks are its times");
			}
			if (every != null && (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0)) {
				throw invalid(name, "'every' is from %s to %s, but was %s".formatted(DurationText.of(SHORTEST),
						DurationText.of(LONGEST), DurationText.of(every)));
			}
			if (misfireCap < 1 || misfireCap > HIGHEST_MISFIRE_CAP) {
				throw invalid(name,
						"'misfireCap' is from 1 to %d, but was %d".formatted(HIGHEST_MISFIRE_CAP, misfireCap));
			}
			if (jitter.isNegative() || jitter.compareTo(LONGEST_JITTER) > 0) {
				throw invalid(name, "'jitter' is from 0s to 1d, but was " + DurationText.of(jitter));
			}
			every = (every != null) ? Duration.ofMillis(every.toMillis()) : null;
			jitter = Duration.ofMillis(jitter.toMillis());
		}

		/**
		 * A definition without times: set {@link #withCron} or {@link #withEvery}.
		 * @param name letters, digits, '.', '_' and '-', at most 200 of them
		 * @param request the task, its payload and the options of each job
		 */
		public static Definition of(String name, JobRequest request) {
			return new Definition(name, request, null, null, ZoneId.of("UTC"), Misfire.ONCE, DEFAULT_MISFIRE_CAP,
					Overlap.SKIP, Duration.ZERO, false);
		}

		/**
		 * Tick at the times of a cron expression, in UTC unless {@link #withZone} is set.
		 * @param cron six fields (second, minute, hour, day of month, month, day of
		 * week), five (without the second), or a macro such as {@code @daily}
		 */
		public Definition withCron(String cron) {
			return new Definition(this.name, this.request, cron, null, this.zone, this.misfire, this.misfireCap,
					this.overlap, this.jitter, this.paused);
		}

		/**
		 * Tick at a fixed rate, first after one interval.
		 * @param every from 100 ms to 36,500 days
		 */
		public Definition withEvery(Duration every) {
			return new Definition(this.name, this.request, null, every, this.zone, this.misfire, this.misfireCap,
					this.overlap, this.jitter, this.paused);
		}

		/** Set the zone of the cron expression. */
		public Definition withZone(ZoneId zone) {
			return new Definition(this.name, this.request, this.cron, this.every, zone, this.misfire, this.misfireCap,
					this.overlap, this.jitter, this.paused);
		}

		/** Set what to do with missed ticks. The default is {@link Misfire#ONCE}. */
		public Definition withMisfire(Misfire misfire) {
			return new Definition(this.name, this.request, this.cron, this.every, this.zone, misfire, this.misfireCap,
					this.overlap, this.jitter, this.paused);
		}

		/**
		 * Set how many missed ticks {@link Misfire#ALL} fires at most. The newest ones
		 * are fired.
		 * @param misfireCap from 1 to 1000
		 */
		public Definition withMisfireCap(int misfireCap) {
			return new Definition(this.name, this.request, this.cron, this.every, this.zone, this.misfire, misfireCap,
					this.overlap, this.jitter, this.paused);
		}

		/**
		 * Set what to do while the previous job has not ended. The default is
		 * {@link Overlap#SKIP}.
		 */
		public Definition withOverlap(Overlap overlap) {
			return new Definition(this.name, this.request, this.cron, this.every, this.zone, this.misfire,
					this.misfireCap, overlap, this.jitter, this.paused);
		}

		/**
		 * Delay all jobs of this schedule by a part of a duration that depends on its
		 * name, so that schedules with the same times do not start at once.
		 * @param jitter from 0 to 1 day
		 */
		public Definition withJitter(Duration jitter) {
			return new Definition(this.name, this.request, this.cron, this.every, this.zone, this.misfire,
					this.misfireCap, this.overlap, jitter, this.paused);
		}

		/** Set whether it is paused when it is put for the first time. */
		public Definition withPaused(boolean paused) {
			return new Definition(this.name, this.request, this.cron, this.every, this.zone, this.misfire,
					this.misfireCap, this.overlap, this.jitter, paused);
		}

		private static void requirePresent(String name, String what, @Nullable Object value) {
			if (value == null) {
				throw invalid(name, "'%s' must not be null: leave it out for the default".formatted(what));
			}
		}

		private static InvalidScheduleException invalid(String name, String reason) {
			return InvalidScheduleException.of(name, reason, null);
		}

	}

}
