package io.jobqueue.autoconfigure.properties;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.dispatch.DispatchTransaction;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The keys under {@code jobqueue}. A key that is not one of them fails the start.
 *
 * @param store Where jobs are kept. Jobs in memory end with the application.
 * @param namespace What the names of all keys in Redis begin with. Applications with the
 * same namespace share queues.
 * @param defaultQueue Queue of tasks and requests that name none.
 * @param queues Queues that this application serves beside those of its tasks. A name
 * with other characters than letters, digits and '-' needs brackets: "[my_queue]".
 * @param worker How this application runs jobs.
 * @param taskDefaults What a task does that says nothing else.
 * @param retries Retry policies by name, for use as {@code @Retry("name")}.
 * @param payload How payloads are written, and their limits.
 * @param result Limits on results.
 * @param dispatch How jobs are dispatched.
 * @param retention How long ended jobs are kept.
 * @param redis The store in Redis.
 * @param jdbc The store in a relational database.
 * @param metrics How the state of queues is measured.
 */
@ConfigurationProperties(prefix = "jobqueue", ignoreUnknownFields = false)
public record JobQueueProperties(@DefaultValue("redis") StoreType store, @DefaultValue("jobqueue") String namespace,
		@DefaultValue("default") String defaultQueue, @DefaultValue Map<String, Queue> queues,
		@DefaultValue Worker worker, @DefaultValue TaskDefaults taskDefaults, @DefaultValue Map<String, Retry> retries,
		@DefaultValue Payload payload, @DefaultValue Result result, @DefaultValue Dispatch dispatch,
		@NestedConfigurationProperty @DefaultValue RetentionProperties retention, @DefaultValue Redis redis,
		@DefaultValue Jdbc jdbc, @DefaultValue Metrics metrics) {

	/** The stores there are. */
	public enum StoreType {

		/** Redis 6.2 or later, or Valkey. */
		REDIS,
		/** PostgreSQL, MySQL, MariaDB or H2. */
		JDBC,
		/** The memory of this process, for tests and trials. */
		MEMORY

	}

	/**
	 * One queue.
	 *
	 * @param concurrency How many jobs of this queue this application runs at once at
	 * most. Default: that of the worker.
	 * @param paused Whether the queue is paused, or resumed, when this application
	 * starts. Default: it stays as it is.
	 */
	public record Queue(@Nullable Integer concurrency, @Nullable Boolean paused) {
	}

	/**
	 * The worker.
	 *
	 * @param enabled Whether this application runs jobs. If not, it only dispatches.
	 * @param id What the ids of this worker begin with. Default: the name of the host.
	 * @param queues Names of queues and patterns such as 'tenant-*': only these are
	 * served. Default: the default queue, those of tasks and those that are configured.
	 * @param concurrency How many jobs of a queue this application runs at once at most,
	 * unless the queue says otherwise.
	 * @param leaseDuration How long the right to a job lasts after its last renewal. Jobs
	 * of a worker that is gone are taken back after this time.
	 * @param pollInterval How often an idle queue is asked for jobs although no signal
	 * came.
	 * @param shutdownTimeout How long running jobs may go on after the application is
	 * told to stop. Then they are interrupted and given back.
	 * @param interruptGrace How long a handler may go on after it was interrupted, before
	 * other jobs take its place.
	 * @param unknownTaskTimeout How long a job of an unknown task waits for a worker that
	 * knows it, before it fails.
	 * @param claimAhead How many jobs of a few milliseconds a queue may claim beyond its
	 * concurrency while it has a backlog. 0 for none. Default: 100, in a database 300.
	 * @param maxLosses After how many lost workers in a row a job fails as a poison job.
	 * @param maxInterruptions After how many interruptions in a row, by stops of its
	 * worker, each further one counts as a lost worker.
	 * @param maxJobs After how many jobs the worker stops. Default: never.
	 * @param burst Whether the worker stops when its queues are empty.
	 */
	public record Worker(@DefaultValue("true") boolean enabled, @Nullable String id, @DefaultValue List<String> queues,
			@DefaultValue("10") int concurrency, @DefaultValue("30s") Duration leaseDuration,
			@DefaultValue("1s") Duration pollInterval, @DefaultValue("30s") Duration shutdownTimeout,
			@DefaultValue("5s") Duration interruptGrace, @DefaultValue("1h") Duration unknownTaskTimeout,
			@Nullable Integer claimAhead, @DefaultValue("5") int maxLosses, @DefaultValue("20") int maxInterruptions,
			@Nullable Integer maxJobs, @DefaultValue("false") boolean burst) {
	}

	/**
	 * What a task does that says nothing else.
	 *
	 * @param timeout How long an attempt may run.
	 * @param maxRetries How many retries, not runs.
	 * @param delay Time before the first retry.
	 * @param multiplier What each further delay is multiplied by.
	 * @param maxDelay The longest delay.
	 * @param jitter Part of the delay that is left to chance, from 0 to 1. 0.2 spreads it
	 * by 20 % to both sides.
	 */
	public record TaskDefaults(@DefaultValue("1h") Duration timeout, @DefaultValue("3") int maxRetries,
			@DefaultValue("3s") Duration delay, @DefaultValue("2") double multiplier,
			@DefaultValue("1h") Duration maxDelay, @DefaultValue("0.2") double jitter) {
	}

	/**
	 * A retry policy. What it leaves out is that of the task defaults.
	 *
	 * @param maxRetries How many retries, not runs.
	 * @param delay Time before the first retry.
	 * @param multiplier What each further delay is multiplied by.
	 * @param maxDelay The longest delay.
	 * @param jitter Part of the delay that is left to chance, from 0 to 1.
	 * @param includes Exceptions that are retried. Default: all that can help.
	 * @param excludes Exceptions that are not retried.
	 */
	public record Retry(@Nullable Integer maxRetries, @Nullable Duration delay, @Nullable Double multiplier,
			@Nullable Duration maxDelay, @Nullable Double jitter,
			@DefaultValue Set<Class<? extends Throwable>> includes,
			@DefaultValue Set<Class<? extends Throwable>> excludes) {
	}

	/**
	 * How payloads are written, and their limits.
	 *
	 * @param mapper How payloads and results are written as JSON.
	 * @param warnSize Size from which a payload is warned of in the log, once a task.
	 * @param maxSize Size from which a payload is refused.
	 */
	public record Payload(@DefaultValue("default") Mapper mapper, @DefaultValue("32KB") DataSize warnSize,
			@DefaultValue("256KB") DataSize maxSize) {

		/** The mappers there are. */
		public enum Mapper {

			/**
			 * One of jobqueue's own, with Jackson's defaults: settings of the web layer
			 * do not change what waits in the store.
			 */
			DEFAULT,
			/** With the modules and the settings of the application's JsonMapper. */
			APPLICATION

		}

	}

	/**
	 * Limits on results.
	 *
	 * @param maxSize Size from which a result is refused. Its job ends as FAILED.
	 */
	public record Result(@DefaultValue("256KB") DataSize maxSize) {
	}

	/**
	 * How jobs are dispatched.
	 *
	 * @param maxDelay How far ahead a job may be scheduled at most.
	 * @param transaction When a job that is dispatched inside a transaction is stored, if
	 * the store cannot take part in that transaction.
	 * @param outbox Whether jobs are written to a table of the database, in the caller's
	 * transaction, and relayed to the store from there.
	 */
	public record Dispatch(@DefaultValue("365d") Duration maxDelay,
			@DefaultValue("after-commit") DispatchTransaction transaction, @DefaultValue("false") boolean outbox) {
	}

	/**
	 * The store in Redis.
	 *
	 * @param startTimeout How long Redis may be silent when the application starts,
	 * before the start fails.
	 */
	public record Redis(@DefaultValue("30s") Duration startTimeout) {
	}

	/**
	 * The store in a relational database.
	 *
	 * @param initializeSchema When the tables are made at start, where they are missing.
	 * @param tablePrefix What the names of all tables begin with. Applications with the
	 * same tables share queues.
	 * @param notifications Whether workers are woken by LISTEN and NOTIFY where the
	 * database has them, which takes one connection. Without, they poll.
	 */
	public record Jdbc(@DefaultValue("embedded") InitializeSchema initializeSchema,
			@DefaultValue("jobqueue_") String tablePrefix, @DefaultValue("true") boolean notifications) {

		/** When the tables are made. */
		public enum InitializeSchema {

			/** In any database. */
			ALWAYS,
			/** In an embedded database, in memory. */
			EMBEDDED,
			/** Never: Flyway, Liquibase or a person makes them. */
			NEVER

		}

	}

	/**
	 * How the state of queues is measured.
	 *
	 * @param sampleInterval How often the sizes of queues are read for metrics and health
	 * while somebody looks at them, off the thread that scrapes; once a minute while
	 * nobody does.
	 */
	public record Metrics(@DefaultValue("5s") Duration sampleInterval) {
	}

}
