package io.jobqueue.autoconfigure.properties;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.Misfire;
import io.jobqueue.Overlap;
import io.jobqueue.autoconfigure.payload.PayloadProperties;
import io.jobqueue.dispatch.DispatchTransaction;
import io.jobqueue.task.settings.LogCapture;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties under {@code jobqueue}. A property that does not exist fails the start.
 *
 * @param store Where jobs are kept. Jobs in memory end with the application.
 * @param namespace Prefix of all keys in Redis. Applications with the same namespace
 * share queues.
 * @param defaultQueue Queue of tasks and requests that name none.
 * @param queues Queues that this application serves in addition to those of its tasks. A
 * name with characters other than letters, digits and '-' needs brackets: "[my_queue]".
 * @param containers Containers by name, each of which serves several queues.
 * @param worker How this application runs jobs.
 * @param taskDefaults Settings of tasks that do not set their own.
 * @param retries Retry policies by name, for use as '@Retry("name")'.
 * @param schedules Recurring jobs by name. An entry with the name of a schedule of
 * '@JobSchedule' changes what it sets.
 * @param rawQueues Raw queues by name: programs in any language fill them, and their
 * items become jobs.
 * @param payload How payloads are written, and their limits.
 * @param run A task to run once, in place of serving queues.
 * @param result Limits of results.
 * @param logs The logs of jobs.
 * @param dispatch How jobs are dispatched.
 * @param retention How long ended jobs are kept.
 * @param redis The store in Redis.
 * @param jdbc The store in a relational database.
 * @param metrics How the state of queues is measured.
 * @param statistics Rates and times of jobs, which the store keeps for 72 hours.
 * @param dashboard The page of the module jobqueue-dashboard.
 */
@ConfigurationProperties(prefix = "jobqueue", ignoreUnknownFields = false)
public record JobQueueProperties(@DefaultValue("redis") StoreType store, @DefaultValue("jobqueue") String namespace,
		@DefaultValue("default") String defaultQueue, @DefaultValue Map<String, QueueProperties> queues,
		@DefaultValue Map<String, ContainerProperties> containers, @DefaultValue Worker worker,
		@DefaultValue TaskDefaults taskDefaults, @DefaultValue Map<String, Retry> retries,
		@DefaultValue Map<String, Schedule> schedules, @DefaultValue Map<String, RawQueueProperties> rawQueues,
		@NestedConfigurationProperty @DefaultValue PayloadProperties payload, @DefaultValue Run run,
		@DefaultValue Result result, @DefaultValue Logs logs, @DefaultValue Dispatch dispatch,
		@NestedConfigurationProperty @DefaultValue RetentionProperties retention, @DefaultValue Redis redis,
		@DefaultValue Jdbc jdbc, @DefaultValue Metrics metrics, @DefaultValue Statistics statistics,
		@NestedConfigurationProperty @DefaultValue DashboardProperties dashboard) {

	/** The available stores. */
	public enum StoreType {

		/** Redis 6.2 or later, or Valkey. */
		REDIS,
		/** PostgreSQL, MySQL, MariaDB or H2. */
		JDBC,
		/** The memory of this process, for tests and trials. */
		MEMORY

	}

	/**
	 * The worker.
	 *
	 * @param enabled Whether this application runs jobs. Otherwise it only dispatches.
	 * @param id Prefix of the ids of this worker. Default: the name of the host.
	 * @param queues Names of queues and patterns such as 'tenant-*'. Only these are
	 * served. Default: the default queue, those of tasks and those that are configured.
	 * @param concurrency Maximum number of jobs of each queue that run at the same time
	 * in this application, unless the queue sets its own.
	 * @param leaseDuration How long a lease lasts after its last renewal. Jobs of a
	 * crashed worker return to their queue after this time.
	 * @param pollInterval How often an idle queue is polled without a signal.
	 * @param shutdownTimeout How long running jobs may continue after a stop of the
	 * application. Then they are interrupted and released.
	 * @param interruptGrace How long a handler may run after an interrupt, before other
	 * jobs take its place.
	 * @param unknownTaskTimeout How long a job of an unknown task waits for a worker that
	 * knows the task, before it fails.
	 * @param claimAhead How many jobs of a few milliseconds a queue may claim beyond its
	 * concurrency while it has a backlog. 0 for none. Default: 100, in a database 300.
	 * @param maxLosses Number of lost workers in a row after which a job fails as a
	 * poison job.
	 * @param maxInterruptions Number of interruptions in a row, by stops of its worker,
	 * after which each further one counts as a lost worker.
	 * @param maxJobs Number of jobs after which the worker stops. Default: unlimited.
	 * @param burst Whether the worker stops when no job of its queues can start now. Jobs
	 * that wait for their time, a retry or a limit stay.
	 */
	public record Worker(@DefaultValue("true") boolean enabled, @Nullable String id, @DefaultValue List<String> queues,
			@DefaultValue("10") int concurrency, @DefaultValue("30s") Duration leaseDuration,
			@DefaultValue("1s") Duration pollInterval, @DefaultValue("30s") Duration shutdownTimeout,
			@DefaultValue("5s") Duration interruptGrace, @DefaultValue("1h") Duration unknownTaskTimeout,
			@Nullable Integer claimAhead, @DefaultValue("5") int maxLosses, @DefaultValue("20") int maxInterruptions,
			@Nullable Integer maxJobs, @DefaultValue("false") boolean burst) {

		/**
		 * The maximum length of {@code id}. Worker ids add a part to it that is unique.
		 */
		public static final int LONGEST_ID = 60;

	}

	/**
	 * Settings of tasks that do not set their own.
	 *
	 * @param timeout How long an attempt may run.
	 * @param maxRetries Number of retries, not of runs.
	 * @param delay Delay before the first retry.
	 * @param multiplier Factor of each further delay.
	 * @param maxDelay The longest delay.
	 * @param jitter Random part of the delay, from 0 to 1. 0.2 means plus or minus 20 %.
	 */
	public record TaskDefaults(@DefaultValue("1h") Duration timeout, @DefaultValue("3") int maxRetries,
			@DefaultValue("3s") Duration delay, @DefaultValue("2") double multiplier,
			@DefaultValue("1h") Duration maxDelay, @DefaultValue("0.2") double jitter) {
	}

	/**
	 * A retry policy. A property that is not set has the value of the task defaults.
	 *
	 * @param maxRetries Number of retries, not of runs.
	 * @param delay Delay before the first retry.
	 * @param multiplier Factor of each further delay.
	 * @param maxDelay The longest delay.
	 * @param jitter Random part of the delay, from 0 to 1.
	 * @param includes Exceptions that are retried. Default: all except those for which a
	 * retry cannot help.
	 * @param excludes Exceptions that are not retried.
	 */
	public record Retry(@Nullable Integer maxRetries, @Nullable Duration delay, @Nullable Double multiplier,
			@Nullable Duration maxDelay, @Nullable Double jitter,
			@DefaultValue Set<Class<? extends Throwable>> includes,
			@DefaultValue Set<Class<? extends Throwable>> excludes) {
	}

	/**
	 * A recurring job.
	 *
	 * @param task Name of the task.
	 * @param payload Payload as JSON, or as it is for a task that takes a string.
	 * @param queue Queue of its jobs. Default: that of the task.
	 * @param cron Cron expression of five or six fields, a macro such as '@daily', or '-'
	 * to turn the schedule off.
	 * @param every Interval between ticks, in place of a cron expression.
	 * @param zone Time zone of the cron expression. Default: UTC.
	 * @param misfire What happens to ticks that are more than 60 s late. Default: once.
	 * @param misfireCap How many of them are fired at most with 'all'. Default: 100.
	 * @param overlap What happens to a tick while the previous job has not ended.
	 * Default: skip.
	 * @param jitter Longest delay of its jobs, which depends on its name. Default: none.
	 * @param paused Whether it is paused when it is stored for the first time. Default:
	 * false.
	 */
	public record Schedule(@Nullable String task, @Nullable String payload, @Nullable String queue,
			@Nullable String cron, @Nullable Duration every, @Nullable String zone, @Nullable Misfire misfire,
			@Nullable Integer misfireCap, @Nullable Overlap overlap, @Nullable Duration jitter,
			@Nullable Boolean paused) {
	}

	/**
	 * A task to run once, in place of serving queues.
	 *
	 * @param task Name of the task. The process ends when it has run, with exit code 0 or
	 * 1.
	 * @param payload Payload as JSON, or as it is for a task that takes a string.
	 */
	public record Run(@Nullable String task, @Nullable String payload) {
	}

	/**
	 * Limits of results.
	 *
	 * @param maxSize Largest size of a result. The job of a larger one ends as FAILED.
	 */
	public record Result(@DefaultValue("256KB") DataSize maxSize) {
	}

	/**
	 * The logs of jobs.
	 *
	 * @param capture The least level of the lines that jobs write by SLF4J and that are
	 * added to their logs. Needs Logback.
	 * @param maxLines Largest number of lines. The oldest are deleted first.
	 * @param maxSize Largest size of all lines together. The oldest are deleted first.
	 */
	public record Logs(@DefaultValue("off") LogCapture capture, @DefaultValue("1000") int maxLines,
			@DefaultValue("64KB") DataSize maxSize) {
	}

	/**
	 * How jobs are dispatched.
	 *
	 * @param maxDelay How far ahead a job may be scheduled.
	 * @param transaction When a job that is dispatched inside a transaction is stored, if
	 * the store cannot take part in that transaction.
	 * @param outbox Whether jobs are written to a table of the database, in the
	 * transaction of the caller, and relayed to the store from there.
	 */
	public record Dispatch(@DefaultValue("365d") Duration maxDelay,
			@DefaultValue("after-commit") DispatchTransaction transaction, @DefaultValue("false") boolean outbox) {
	}

	/**
	 * The store in Redis.
	 *
	 * @param startTimeout How long Redis may not answer at the start of the application,
	 * before the start fails.
	 */
	public record Redis(@DefaultValue("30s") Duration startTimeout) {
	}

	/**
	 * The store in a relational database.
	 *
	 * @param initializeSchema When missing tables are created at start.
	 * @param tablePrefix Prefix of all table names. Applications with the same tables
	 * share queues.
	 * @param notifications Whether LISTEN and NOTIFY wake workers where the database
	 * supports it, which takes one connection. Otherwise workers poll.
	 */
	public record Jdbc(@DefaultValue("embedded") InitializeSchema initializeSchema,
			@DefaultValue("jobqueue_") String tablePrefix, @DefaultValue("true") boolean notifications) {

		/** When tables are created. */
		public enum InitializeSchema {

			/** In any database. */
			ALWAYS,
			/** In an embedded database, in memory. */
			EMBEDDED,
			/** Never: Flyway, Liquibase or an administrator creates them. */
			NEVER

		}

	}

	/**
	 * How the state of queues is measured.
	 *
	 * @param sampleInterval How often queue sizes are read while metrics or health are in
	 * use. Otherwise they are read once a minute. Scrapes do not wait for the store.
	 */
	public record Metrics(@DefaultValue("5s") Duration sampleInterval) {
	}

	/**
	 * Rates and times of jobs, which the store keeps for 72 hours.
	 *
	 * @param enabled Whether this worker adds to them.
	 */
	public record Statistics(@DefaultValue("true") boolean enabled) {
	}

}
