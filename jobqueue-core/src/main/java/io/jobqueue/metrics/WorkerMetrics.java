package io.jobqueue.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.jobqueue.worker.options.ContainerStatus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges of each queue that this worker serves. They are 0 while it does not run. Queues
 * of one container share its capacity, which each of them has: they have the same tag of
 * the container.
 */
public final class WorkerMetrics implements MeterBinder {

	private final Map<String, String> queues;

	private final Supplier<List<ContainerStatus>> containers;

	private final QueueSampler sampler;

	/**
	 * Create a binder.
	 * @param queues the queues that this worker serves, with the names of their
	 * containers
	 * @param containers its containers as they are now
	 * @param sampler knows the queues that the worker discovers while it runs
	 */
	public WorkerMetrics(Map<String, String> queues, Supplier<List<ContainerStatus>> containers, QueueSampler sampler) {
		this.queues = Map.copyOf(queues);
		this.containers = containers;
		this.sampler = sampler;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Set<String> bound = ConcurrentHashMap.newKeySet();
		bind(registry, this.queues, bound);
		this.sampler.onQueues((sampled) -> {
			Map<String, String> served = this.containers.get()
				.stream()
				.collect(Collectors.toMap(ContainerStatus::queue, ContainerStatus::container));
			bind(registry, served, bound);
		});
	}

	private void bind(MeterRegistry registry, Map<String, String> queues, Set<String> bound) {
		queues.forEach((queue, container) -> {
			if (bound.add(queue)) {
				bind(registry, queue, container);
			}
		});
	}

	private void bind(MeterRegistry registry, String queue, String container) {
		gauge("jobqueue.worker.active", queue, ContainerStatus::active).tag("container", container)
			.description("Jobs of a queue that this worker runs")
			.register(registry);
		gauge("jobqueue.worker.capacity", queue, WorkerMetrics::capacity).tag("container", container)
			.description("Jobs that this worker runs at once at most, of all queues of the container")
			.register(registry);
		gauge("jobqueue.worker.stalled", queue, (status) -> (status.stalledFor() != null) ? 1 : 0)
			.description("1 while this worker claims nothing although it has room and jobs of the queue are due")
			.register(registry);
	}

	private Gauge.Builder<WorkerMetrics> gauge(String name, String queue, ToDoubleFunction<ContainerStatus> value) {
		return Gauge
			.builder(name, this,
					(self) -> self.containers.get()
						.stream()
						.filter((container) -> container.queue().equals(queue))
						.mapToDouble(value)
						.sum())
			.tag("queue", queue);
	}

	private static double capacity(ContainerStatus container) {
		return (container.state() == ContainerStatus.State.RUNNING) ? container.capacity() : 0;
	}

}
