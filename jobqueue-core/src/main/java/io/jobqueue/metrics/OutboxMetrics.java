package io.jobqueue.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Times and counts what the outbox relays.
 */
public final class OutboxMetrics implements JobEventListener {

	private static final int MAX_QUEUES = 200;

	private final MeterRegistry registry;

	private final TagLimit queues = new TagLimit(MAX_QUEUES);

	private final Map<String, Timer> relayed = new ConcurrentHashMap<>();

	private final Map<String, Counter> parked = new ConcurrentHashMap<>();

	public OutboxMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void onEvent(JobEvent event) {
		if (event instanceof JobEvent.Relayed relayed) {
			relayed(relayed.queue(), relayed.age());
		}
		else if (event instanceof JobEvent.Parked parked) {
			parked(parked.queue());
		}
	}

	private void relayed(String queue, Duration age) {
		this.relayed
			.computeIfAbsent(this.queues.of(queue),
					(tag) -> Timer.builder("jobqueue.outbox.relay")
						.description("Time from when a job was written to the outbox to when the store had it")
						.tag("queue", tag)
						.register(this.registry))
			.record(age);
	}

	private void parked(String queue) {
		this.parked
			.computeIfAbsent(this.queues.of(queue),
					(tag) -> Counter.builder("jobqueue.outbox.parked")
						.description("Jobs that the store refused for good, kept in the outbox")
						.tag("queue", tag)
						.register(this.registry))
			.increment();
	}

}
