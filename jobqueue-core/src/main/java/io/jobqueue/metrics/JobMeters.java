package io.jobqueue.metrics;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey.Conflict;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** The meters of one task in one queue, created once. */
final class JobMeters {

	private final MeterRegistry registry;

	private final Tags tags;

	private final Counter dispatched;

	private final Counter unsent;

	private final Timer waiting;

	private final Counter failed;

	private final Counter retried;

	private final Counter abandoned;

	private final Map<Outcome, Counter> ticks = new ConcurrentHashMap<>();

	private final Map<Conflict, Counter> duplicates = new ConcurrentHashMap<>();

	private final Map<JobStatus, Timer> executions = new ConcurrentHashMap<>();

	JobMeters(MeterRegistry registry, String queue, String task) {
		this.registry = registry;
		this.tags = Tags.of("queue", queue, "task", task);
		this.dispatched = counter("jobqueue.jobs.dispatched", "Jobs that this application stored");
		this.unsent = counter("jobqueue.jobs.unsent",
				"Jobs not known to be stored after the commit of their transaction");
		this.waiting = Timer.builder("jobqueue.job.wait")
			.description("Time from when an attempt was due to when it started")
			.tags(this.tags)
			.register(registry);
		this.failed = counter("jobqueue.jobs.failed", "Jobs that ended as dead letters");
		this.retried = counter("jobqueue.jobs.retried", "Attempts that led to another");
		this.abandoned = counter("jobqueue.jobs.abandoned", "Attempts that went on although they were interrupted");
		execution(JobStatus.SUCCESS);
	}

	Counter dispatched() {
		return this.dispatched;
	}

	Counter unsent() {
		return this.unsent;
	}

	Timer waiting() {
		return this.waiting;
	}

	Counter failed() {
		return this.failed;
	}

	Counter retried() {
		return this.retried;
	}

	Counter abandoned() {
		return this.abandoned;
	}

	/** Jobs that were not stored because of their unique key, by what was done. */
	Counter duplicates(Conflict conflict) {
		return this.duplicates.computeIfAbsent(conflict,
				(key) -> Counter.builder("jobqueue.unique.duplicates")
					.description("Jobs that this application dispatched while another job owned their unique key")
					.tags(this.tags)
					.tag("outcome", switch (key) {
						case KEEP -> "kept";
						case REPLACE -> "replaced";
						case DEBOUNCE -> "debounced";
						case REJECT -> "rejected";
					})
					.register(this.registry));
	}

	/** Ticks of schedules by what became of them. */
	Counter ticks(Outcome outcome) {
		return this.ticks.computeIfAbsent(outcome,
				(key) -> Counter.builder("jobqueue.schedule.ticks")
					.description("Ticks of schedules about which this application decided")
					.tags(this.tags)
					.tag("outcome", key.name().toLowerCase(Locale.ROOT))
					.register(this.registry));
	}

	/** How late ticks were fired. */
	Timer late() {
		return Timer.builder("jobqueue.schedule.late")
			.description("Time from when a tick of a schedule was due to when it was fired")
			.tags(this.tags)
			.register(this.registry);
	}

	/** Attempts by the status that their job had afterwards. */
	Timer execution(JobStatus outcome) {
		return this.executions.computeIfAbsent(outcome, this::register);
	}

	private Timer register(JobStatus outcome) {
		return Timer.builder("jobqueue.job.execution")
			.description("Time that an attempt took")
			.tags(this.tags)
			.tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
			.register(this.registry);
	}

	private Counter counter(String name, String description) {
		return Counter.builder(name).description(description).tags(this.tags).register(this.registry);
	}

}
