package io.jobqueue.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.outbox.OutboxListener;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Times and counts what the outbox relays.
 */
public final class OutboxMetrics implements OutboxListener {

	private static final int MAX_QUEUES = 200;

	private final MeterRegistry registry;

	private final TagLimit queues = new TagLimit(MAX_QUEUES);

	private final Map<String, Timer> relayed = new ConcurrentHashMap<>();

	private final Map<String, Counter> parked = new ConcurrentHashMap<>();

	public OutboxMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void relayed(String queue, Duration age) {
		this.relayed
			.computeIfAbsent(this.queues.of(queue),
					(tag) -> Timer.builder("jobqueue.outbox.relay")
						.description("Time from when a job was written to the outbox to when the store had it")
						.tag("queue", tag)
						.register(this.registry))
			.record(age);
	}

	@Override
	public void parked(String queue) {
		this.parked
			.computeIfAbsent(this.queues.of(queue),
					(tag) -> Counter.builder("jobqueue.outbox.parked")
						.description("Jobs that the store refused for good, kept in the outbox")
						.tag("queue", tag)
						.register(this.registry))
			.increment();
	}

}
