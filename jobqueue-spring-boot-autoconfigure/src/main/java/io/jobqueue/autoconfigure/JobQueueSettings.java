package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import io.jobqueue.autoconfigure.JobQueueProperties.Jdbc;
import io.jobqueue.autoconfigure.JobQueueProperties.Jdbc.InitializeSchema;
import io.jobqueue.autoconfigure.JobQueueProperties.Queue;
import io.jobqueue.autoconfigure.JobQueueProperties.StoreType;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.maintenance.MaintenanceOptions;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.outbox.OutboxOptions;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.store.jdbc.JdbcStoreOptions;
import io.jobqueue.store.jdbc.TablePrefix;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskDefaults;
import io.jobqueue.worker.ContainerOptions;
import io.jobqueue.worker.QueueDiscovery;
import io.jobqueue.worker.WorkerOptions;

import org.jspecify.annotations.Nullable;

/**
 * The border between properties and core: checked once, when the application starts, with
 * messages that name the key.
 */
final class JobQueueSettings {

	private static final String DEFAULT_NAMESPACE = "jobqueue";

	private final JobQueueProperties properties;

	private final ServedQueues queues;

	private final WorkerOptions worker;

	private final DispatchOptions dispatch;

	private final RetrySettings retries;

	private final RetentionOptions retention;

	private final Duration redisStartTimeout;

	JobQueueSettings(JobQueueProperties properties) {
		this.properties = properties;
		PropertyChecks.requireName("jobqueue.namespace", properties.namespace());
		PropertyChecks.requireName("jobqueue.default-queue", properties.defaultQueue());
		properties.queues().forEach(JobQueueSettings::check);
		this.queues = new ServedQueues(properties.worker().queues(), properties.queues().keySet(), defaultQueue());
		this.worker = WorkerSettings.options(properties.worker());
		PropertyChecks.requirePositive("jobqueue.result.max-size", properties.result().maxSize(),
				DispatchSettings.LARGEST_TEXT);
		this.dispatch = DispatchSettings.options(properties.dispatch(), properties.payload());
		this.retries = RetrySettings.of(properties.taskDefaults(), properties.retries());
		PropertyChecks.requirePositive("jobqueue.task-defaults.timeout", properties.taskDefaults().timeout(),
				RetryPolicy.LONGEST_DELAY);
		check(properties.jdbc());
		if (properties.store() == StoreType.JDBC && !properties.namespace().equals(DEFAULT_NAMESPACE)) {
			throw PropertyChecks.invalid("jobqueue.namespace", properties.namespace(),
					"must not be set with jobqueue.store=jdbc, where applications are kept apart by "
							+ "jobqueue.jdbc.table-prefix");
		}
		if (hasOutbox() && properties.store() == StoreType.JDBC) {
			throw PropertyChecks.invalid("jobqueue.dispatch.outbox", true,
					"must be false with jobqueue.store=jdbc, where jobs are part of the transaction without it");
		}
		this.redisStartTimeout = PropertyChecks.requirePositive("jobqueue.redis.start-timeout",
				properties.redis().startTimeout(), WorkerSettings.LONGEST_INTERVAL);
		this.retention = RetentionSettings.options(properties.retention());
		PropertyChecks.requirePositive("jobqueue.metrics.sample-interval", properties.metrics().sampleInterval(),
				WorkerSettings.LONGEST_INTERVAL);
	}

	Duration redisStartTimeout() {
		return this.redisStartTimeout;
	}

	String namespace() {
		return this.properties.namespace();
	}

	String defaultQueue() {
		return this.properties.defaultQueue();
	}

	boolean hasWorker() {
		return this.properties.worker().enabled();
	}

	@Nullable String workerId() {
		return this.properties.worker().id();
	}

	/** How many bytes a result may have. */
	long maxResultSize() {
		return this.properties.result().maxSize().toBytes();
	}

	WorkerOptions worker() {
		return this.worker;
	}

	TaskDefaults taskDefaults(UnaryOperator<String> placeholders) {
		return new TaskDefaults(defaultQueue(), this.properties.taskDefaults().timeout(), this.retries.defaults(),
				this.retries.named(), placeholders);
	}

	JobQueueProperties.Payload.Mapper payloadMapper() {
		return this.properties.payload().mapper();
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
		return new MaintenanceOptions(this.worker.lease(), this.worker.maxLosses(), this.retention);
	}

	/** How long the store may be unavailable before health says so. */
	Duration storeGrace() {
		return this.worker.lease();
	}

	/** The queues that this application serves if it serves any. */
	Set<String> queues(Collection<Task> tasks) {
		return this.queues.served(tasks);
	}

	/** Those that it serves from the start, as containers. */
	List<ContainerOptions> containers(Collection<Task> tasks) {
		this.queues.warnOfUnknown(tasks);
		return queues(tasks).stream().map(this::container).toList();
	}

	/** Those that it serves beside these once they are in the store. */
	QueueDiscovery discovery() {
		return new QueueDiscovery(this.queues.discovered(), this::container);
	}

	/** The queues that are to be paused, or resumed, at start. */
	Map<String, Boolean> pauses() {
		Map<String, Boolean> pauses = new TreeMap<>();
		this.properties.queues().forEach((name, queue) -> {
			if (queue.paused() != null) {
				pauses.put(name, queue.paused());
			}
		});
		return pauses;
	}

	ContainerOptions container(String queue) {
		Queue own = this.properties.queues().get(queue);
		Integer concurrency = (own != null) ? own.concurrency() : null;
		return new ContainerOptions(queue,
				Objects.requireNonNullElse(concurrency, this.properties.worker().concurrency()));
	}

	private static void check(String name, Queue queue) {
		PropertyChecks.requireName("jobqueue.queues." + name, name);
		if (queue.concurrency() != null) {
			PropertyChecks.requirePositive("jobqueue.queues.%s.concurrency".formatted(name), queue.concurrency(),
					WorkerSettings.MOST_JOBS);
		}
	}

	private static void check(Jdbc jdbc) {
		if (!TablePrefix.isValid(jdbc.tablePrefix())) {
			throw PropertyChecks.invalid("jobqueue.jdbc.table-prefix", jdbc.tablePrefix(),
					"must be 1 to 40 letters, digits and '_', not beginning with a digit, "
							+ "after the name of a schema and '.' if they are in another one");
		}
	}

}
