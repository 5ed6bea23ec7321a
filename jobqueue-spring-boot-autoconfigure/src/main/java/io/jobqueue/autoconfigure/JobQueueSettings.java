package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobStatus;
import io.jobqueue.Names;
import io.jobqueue.autoconfigure.JobQueueProperties.Jdbc;
import io.jobqueue.autoconfigure.JobQueueProperties.Jdbc.InitializeSchema;
import io.jobqueue.autoconfigure.JobQueueProperties.Payload;
import io.jobqueue.autoconfigure.JobQueueProperties.Queue;
import io.jobqueue.autoconfigure.JobQueueProperties.Retention;
import io.jobqueue.autoconfigure.JobQueueProperties.Retry;
import io.jobqueue.autoconfigure.JobQueueProperties.StoreType;
import io.jobqueue.autoconfigure.JobQueueProperties.Worker;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.maintenance.MaintenanceOptions;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.store.StatusRetention;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.outbox.OutboxOptions;
import io.jobqueue.store.jdbc.JdbcStoreOptions;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskDefaults;
import io.jobqueue.worker.ContainerOptions;
import io.jobqueue.worker.WorkerOptions;

import org.jspecify.annotations.Nullable;

/**
 * The border between properties and core: checked once, when the application starts, with
 * messages that name the key.
 */
final class JobQueueSettings {

	private static final double MAX_MULTIPLIER = 1000;

	private final JobQueueProperties properties;

	private final WorkerOptions worker;

	private final DispatchOptions dispatch;

	private final RetryPolicy defaultRetry;

	private final Map<String, RetryPolicy> retries = new LinkedHashMap<>();

	JobQueueSettings(JobQueueProperties properties) {
		this.properties = properties;
		requireName("jobqueue.namespace", properties.namespace());
		requireName("jobqueue.default-queue", properties.defaultQueue());
		properties.queues().forEach(JobQueueSettings::check);
		this.worker = worker(properties.worker());
		this.dispatch = dispatch(properties);
		this.defaultRetry = retry(properties.taskDefaults());
		properties.retries()
			.forEach((name, retry) -> this.retries.put(name,
					policy("jobqueue.retries." + name, retry, this.defaultRetry)));
		PropertyChecks.requirePositive("jobqueue.task-defaults.timeout", properties.taskDefaults().timeout());
		PropertyChecks.requireAtMost("jobqueue.task-defaults.timeout", properties.taskDefaults().timeout(),
				RetryPolicy.LONGEST_DELAY);
		check(properties.jdbc());
		if (hasOutbox() && properties.store() == StoreType.JDBC) {
			throw PropertyChecks.invalid("jobqueue.dispatch.outbox", true,
					"must be false with jobqueue.store=jdbc, where jobs are part of the transaction without it");
		}
		check(properties.retention());
		PropertyChecks.requirePositive("jobqueue.metrics.sample-interval", properties.metrics().sampleInterval());
	}

	String namespace() {
		return this.properties.namespace();
	}

	String defaultQueue() {
		return this.properties.defaultQueue();
	}

	@Nullable String workerId() {
		return this.properties.worker().id();
	}

	WorkerOptions worker() {
		return this.worker;
	}

	TaskDefaults taskDefaults(UnaryOperator<String> placeholders) {
		return new TaskDefaults(defaultQueue(), this.properties.taskDefaults().timeout(), this.defaultRetry,
				this.retries, placeholders);
	}

	DispatchOptions dispatch() {
		return this.dispatch;
	}

	JdbcStoreOptions jdbc() {
		return new JdbcStoreOptions(this.properties.jdbc().tablePrefix(), this.properties.jdbc().notifications(), null);
	}

	boolean hasOutbox() {
		return this.properties.dispatch().outbox();
	}

	OutboxOptions outbox() {
		return new OutboxOptions(this.properties.jdbc().tablePrefix(),
				WorkerIdentities.of(workerId(), InstantSource.system()).id(), this.worker.pollInterval());
	}

	InitializeSchema initializeSchema() {
		return this.properties.jdbc().initializeSchema();
	}

	Duration sampleInterval() {
		return this.properties.metrics().sampleInterval();
	}

	MaintenanceOptions maintenance() {
		return new MaintenanceOptions(this.worker.lease(), this.worker.maxLosses(),
				retention(this.properties.retention()));
	}

	/** How long the store may be away before health says so. */
	Duration storeGrace() {
		return this.worker.lease();
	}

	/** The queues that this application serves if it serves any. */
	Set<String> queues(Collection<Task> tasks) {
		Set<String> queues = new TreeSet<>(this.properties.queues().keySet());
		queues.add(defaultQueue());
		tasks.forEach((task) -> queues.add(task.queue()));
		return queues;
	}

	ContainerOptions container(String queue) {
		Queue own = this.properties.queues().get(queue);
		Integer concurrency = (own != null) ? own.concurrency() : null;
		return new ContainerOptions(queue,
				Objects.requireNonNullElse(concurrency, this.properties.worker().concurrency()));
	}

	private static void check(String name, Queue queue) {
		requireName("jobqueue.queues." + name, name);
		if (queue.concurrency() != null) {
			PropertyChecks.requirePositive("jobqueue.queues.%s.concurrency".formatted(name), queue.concurrency());
		}
	}

	private static RetentionOptions retention(Retention retention) {
		Map<JobStatus, StatusRetention> statuses = new EnumMap<>(JobStatus.class);
		for (JobStatus status : JobStatus.values()) {
			if (status.isDeadLetter()) {
				statuses.put(status,
						new StatusRetention(retention.deadLetters().time(), retention.deadLetters().count()));
			}
			else if (status == JobStatus.SUCCESS) {
				statuses.put(status, new StatusRetention(retention.success().time(), retention.success().count()));
			}
			else if (status.isEnd()) {
				statuses.put(status, new StatusRetention(retention.cancelled().time(), retention.cancelled().count()));
			}
		}
		return new RetentionOptions(statuses);
	}

	private static void check(Jdbc jdbc) {
		if (!jdbc.tablePrefix().matches("[A-Za-z_][A-Za-z0-9_]{0,39}")) {
			throw PropertyChecks.invalid("jobqueue.jdbc.table-prefix", jdbc.tablePrefix(),
					"must be 1 to 40 letters, digits and '_', not beginning with a digit");
		}
	}

	private static void check(Retention retention) {
		String prefix = "jobqueue.retention.";
		PropertyChecks.requirePositive(prefix + "success.time", retention.success().time());
		PropertyChecks.requireNotNegative(prefix + "success.count", retention.success().count());
		PropertyChecks.requirePositive(prefix + "cancelled.time", retention.cancelled().time());
		PropertyChecks.requireNotNegative(prefix + "cancelled.count", retention.cancelled().count());
		PropertyChecks.requirePositive(prefix + "dead-letters.time", retention.deadLetters().time());
		PropertyChecks.requireNotNegative(prefix + "dead-letters.count", retention.deadLetters().count());
	}

	private static WorkerOptions worker(Worker worker) {
		String prefix = "jobqueue.worker.";
		PropertyChecks.requirePositive(prefix + "concurrency", worker.concurrency());
		if (worker.claimAhead() != null) {
			PropertyChecks.requireNotNegative(prefix + "claim-ahead", worker.claimAhead());
		}
		if (worker.maxJobs() != null) {
			PropertyChecks.requirePositive(prefix + "max-jobs", worker.maxJobs());
		}
		if (worker.id() != null) {
			requireName(prefix + "id", worker.id());
		}
		return new WorkerOptions(PropertyChecks.requirePositive(prefix + "lease-duration", worker.leaseDuration()),
				PropertyChecks.requirePositive(prefix + "poll-interval", worker.pollInterval()),
				PropertyChecks.requireNotNegative(prefix + "shutdown-timeout", worker.shutdownTimeout()),
				PropertyChecks.requireNotNegative(prefix + "interrupt-grace", worker.interruptGrace()),
				PropertyChecks.requirePositive(prefix + "unknown-task-timeout", worker.unknownTaskTimeout()),
				worker.claimAhead(), PropertyChecks.requirePositive(prefix + "max-losses", worker.maxLosses()),
				PropertyChecks.requirePositive(prefix + "max-interruptions", worker.maxInterruptions()),
				worker.maxJobs(), worker.burst());
	}

	private static DispatchOptions dispatch(JobQueueProperties properties) {
		Payload payload = properties.payload();
		if (payload.warnSize().compareTo(payload.maxSize()) > 0) {
			throw PropertyChecks.invalid("jobqueue.payload.warn-size", payload.warnSize(),
					"must not be more than jobqueue.payload.max-size (%s)".formatted(payload.maxSize()));
		}
		return new DispatchOptions(
				PropertyChecks.requireAtMost("jobqueue.dispatch.max-delay",
						PropertyChecks.requirePositive("jobqueue.dispatch.max-delay", properties.dispatch().maxDelay()),
						DispatchOptions.LONGEST_DELAY),
				PropertyChecks.requirePositive("jobqueue.payload.warn-size", payload.warnSize()),
				PropertyChecks.requirePositive("jobqueue.payload.max-size", payload.maxSize()),
				properties.dispatch().transaction());
	}

	private static RetryPolicy retry(JobQueueProperties.TaskDefaults defaults) {
		return policy("jobqueue.task-defaults", new Retry(defaults.maxRetries(), defaults.delay(),
				defaults.multiplier(), defaults.maxDelay(), defaults.jitter(), Set.of(), Set.of()),
				RetryPolicy.DEFAULT);
	}

	/** Checked before the policy is made: it would refuse the same without the key. */
	private static RetryPolicy policy(String prefix, Retry retry, RetryPolicy base) {
		int maxRetries = (int) PropertyChecks.requireNotNegative(prefix + ".max-retries",
				Objects.requireNonNullElse(retry.maxRetries(), base.maxRetries()));
		double multiplier = PropertyChecks.requireBetween(prefix + ".multiplier",
				Objects.requireNonNullElse(retry.multiplier(), base.multiplier()), 1, MAX_MULTIPLIER);
		Duration maxDelay = PropertyChecks.requireAtMost(prefix + ".max-delay", PropertyChecks
			.requireNotNegative(prefix + ".max-delay", Objects.requireNonNullElse(retry.maxDelay(), base.maxDelay())),
				RetryPolicy.LONGEST_DELAY);
		double jitter = PropertyChecks.requireBetween(prefix + ".jitter",
				Objects.requireNonNullElse(retry.jitter(), base.jitter()), 0, 1);
		if (!Collections.disjoint(retry.includes(), retry.excludes())) {
			throw PropertyChecks.invalid(prefix + ".excludes", retry.excludes(),
					"must not have a class in common with %s.includes".formatted(prefix));
		}
		return new RetryPolicy(maxRetries, delay(prefix, retry, base, maxDelay), multiplier, maxDelay, jitter,
				retry.includes(), retry.excludes());
	}

	/** A delay that is not given here is capped, one that is given is meant. */
	private static Duration delay(String prefix, Retry retry, RetryPolicy base, Duration maxDelay) {
		if (retry.delay() == null) {
			return (base.delay().compareTo(maxDelay) > 0) ? maxDelay : base.delay();
		}
		String key = prefix + ".delay";
		Duration delay = PropertyChecks.requireNotNegative(key, retry.delay());
		if (delay.compareTo(maxDelay) > 0) {
			throw PropertyChecks.invalid(key, delay,
					"must not be more than %s.max-delay (%s)".formatted(prefix, maxDelay));
		}
		return delay;
	}

	private static void requireName(String key, String name) {
		try {
			Names.requireQueue(name);
		}
		catch (InvalidJobException ex) {
			throw PropertyChecks.invalid(key, name, "must consist of 1 to 100 letters, digits, '.', '_' and '-'");
		}
	}

}
