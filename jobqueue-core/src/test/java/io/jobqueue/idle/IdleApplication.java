package io.jobqueue.idle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;

import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.maintenance.MaintenanceOptions;
import io.jobqueue.maintenance.MaintenanceRunner;
import io.jobqueue.maintenance.StoreDuties;
import io.jobqueue.metrics.QueueSampler;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.worker.JobWorker;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * All of an application with default settings that talks to the store by itself: worker,
 * maintenance, sampler.
 */
final class IdleApplication implements AutoCloseable {

	private final JobWorker worker;

	private final MaintenanceRunner maintenance;

	private final QueueSampler sampler;

	private IdleApplication(String id, String queue, StoreBackend store, ExecutorService executor) {
		TaskDefaults defaults = new TaskDefaults(queue, Duration.ofHours(1), RetryPolicy.DEFAULT, Map.of(),
				(text) -> text);
		WorkerServices services = new WorkerServices(store,
				new TaskScanner(new DefaultListableBeanFactory(), defaults).scan(),
				new JacksonJobSerializer(JsonMapper.builder().build()), List.of(), JobEvents.NONE,
				InstantSource.system(), executor, (name) -> executor, (action) -> action, StoredPayloads.NONE,
				LogOptions.DEFAULT, AttemptTransaction.NONE, WorkerFlows.NONE);
		this.worker = new JobWorker(() -> new WorkerIdentity(id, "localhost", 1, Instant.EPOCH),
				List.of(new ContainerOptions(queue, 10)), WorkerOptions.DEFAULT, services);
		this.maintenance = new MaintenanceRunner(store.outage(), StoreDuties.of(store, () -> List.of(queue),
				MaintenanceOptions.DEFAULT, this.worker::reclaimed, this.worker::idleHints));
		this.sampler = new QueueSampler(store.queries(), () -> Set.of(queue), Duration.ofSeconds(5),
				InstantSource.system(), store.outage());
	}

	static IdleApplication start(String id, String queue, StoreBackend store, ExecutorService executor) {
		IdleApplication application = new IdleApplication(id, queue, store, executor);
		application.worker.start();
		application.maintenance.start();
		application.sampler.start();
		return application;
	}

	@Override
	public void close() {
		this.sampler.stop();
		this.maintenance.stop();
		this.worker.stop();
	}

}
