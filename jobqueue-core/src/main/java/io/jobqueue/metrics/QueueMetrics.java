package io.jobqueue.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.jobqueue.JobStatus;
import io.jobqueue.QueueInfo;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges of each queue, from the last sample. They have no value while the store is
 * unavailable.
 */
public final class QueueMetrics implements MeterBinder {

	private final QueueSampler sampler;

	public QueueMetrics(QueueSampler sampler) {
		this.sampler = sampler;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Map<String, List<Meter>> bound = new ConcurrentHashMap<>();
		this.sampler.onQueues((queues) -> {
			bound.keySet().stream().filter((queue) -> !queues.contains(queue)).forEach((queue) -> {
				// The store has removed the queue, so its gauges would stay empty.
				bound.getOrDefault(queue, List.of()).forEach(registry::remove);
				bound.remove(queue);
			});
			queues.forEach((queue) -> bound.computeIfAbsent(queue, (absent) -> bind(registry, queue)));
		});
	}

	private List<Meter> bind(MeterRegistry registry, String queue) {
		List<Meter> gauges = new ArrayList<>();
		for (JobStatus status : JobStatus.values()) {
			gauges.add(gauge("jobqueue.queue.size", queue, (info) -> info.size(status))
				.description("Jobs of a queue by status; ended ones as long as they are kept")
				.tag("status", status.name().toLowerCase(Locale.ROOT))
				.register(registry));
		}
		gauges.add(gauge("jobqueue.queue.oldest.age", queue, QueueMetrics::oldestAge)
			.description("How long the job at the head of a queue has been due, 0 if none waits")
			.baseUnit("seconds")
			.register(registry));
		return gauges;
	}

	private Gauge.Builder<QueueSampler> gauge(String name, String queue, ToDoubleFunction<QueueInfo> value) {
		return Gauge.builder(name, this.sampler, (sampler) -> {
			QueueInfo info = sampler.sample().queues().get(queue);
			return (info != null) ? value.applyAsDouble(info) : Double.NaN;
		}).tag("queue", queue);
	}

	private static double oldestAge(QueueInfo info) {
		Duration age = info.oldestAge();
		return (age != null) ? age.toNanos() / 1e9 : 0;
	}

}
