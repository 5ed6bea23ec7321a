package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

import io.jobqueue.autoconfigure.JobQueueProperties.Jdbc;
import io.jobqueue.autoconfigure.JobQueueProperties.Jdbc.InitializeSchema;
import io.jobqueue.autoconfigure.JobQueueProperties.StoreType;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.maintenance.MaintenanceOptions;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.outbox.OutboxOptions;
import io.jobqueue.store.jdbc.JdbcStoreOptions;
import io.jobqueue.store.jdbc.TablePrefix;
import io.jobqueue.task.TaskDefaults;
import io.jobqueue.worker.WorkerOptions;

import org.jspecify.annotations.Nullable;

/**
 * The border between properties and core: checked once, when the application starts, with
 * messages that name the key.
 */
final class JobQueueSettings {

	private static final String DEFAULT_NAMESPACE = "jobqueue";

	private final JobQueueProperties properties;

	private final QueueSettings queues;

	private final WorkerOptions worker;

	private final DispatchOptions dispatch;

	private final RetrySettings retries;

	private final RetentionOptions retention;

	JobQueueSettings(JobQueueProperties properties) {
		this.properties = properties;
		this.queues = new QueueSettings(properties);
		this.worker = WorkerSettings.options(properties.worker());
		this.dispatch = DispatchSettings.options(properties.dispatch(), properties.payload());
		this.retries = RetrySettings.of(properties.taskDefaults(), properties.retries());
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
		this.retention = RetentionSettings.options(properties.retention());
	}

	Duration redisStartTimeout() {
		return this.properties.redis().startTimeout();
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
				() -> WorkerIdentities.of(workerId(), InstantSource.system()).id(), this.worker.pollInterval());
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

	QueueSettings queues() {
		return this.queues;
	}

	private static void check(Jdbc jdbc) {
		if (!TablePrefix.isValid(jdbc.tablePrefix())) {
			throw PropertyChecks.invalid("jobqueue.jdbc.table-prefix", jdbc.tablePrefix(),
					"must be 1 to 40 letters, digits and '_', not beginning with a digit, "
							+ "after the name of a schema and '.' if they are in another one");
		}
	}

}
