package io.jobqueue.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.JobStatus;
import io.jobqueue.dispatch.DispatchListener;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.task.Task;
import io.jobqueue.worker.options.WorkerListener;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts and times jobs as they are dispatched and run. The hot path looks meters up and
 * builds no tags. Outcomes that are not attempts, such as a released job, are not
 * counted.
 */
public final class JobMetrics implements WorkerListener, DispatchListener {

	/** How many queues the tag admits in addition to the declared ones. */
	private static final int MAX_NAMES = 200;

	/** The tag of all tasks that this application does not know. */
	private static final String UNKNOWN = "unknown";

	private final MeterRegistry registry;

	private final TagLimit queues = new TagLimit(MAX_NAMES);

	private final Set<String> tasks = ConcurrentHashMap.newKeySet();

	private final Map<Key, JobMeters> meters = new ConcurrentHashMap<>();

	private final Map<String, Counter> lost = new ConcurrentHashMap<>();

	public JobMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	/** Register the meters of known queues and tasks before the first job. */
	public void declare(Collection<String> queues, Collection<Task> tasks) {
		this.queues.declare(queues);
		tasks.forEach((task) -> this.tasks.add(task.name()));
		queues.forEach(this::lost);
		tasks.forEach((task) -> meters(task.queue(), task.name()));
	}

	@Override
	public void dispatched(String queue, String task, int count) {
		meters(queue, task).dispatched().increment(count);
	}

	@Override
	public void unsent(String queue, String task, int count) {
		meters(queue, task).unsent().increment(count);
	}

	@Override
	public void started(ClaimedJob job, String task, Duration wait) {
		meters(job.queue(), task).waiting().record(wait);
	}

	@Override
	public void finished(ClaimedJob job, String task, Outcome outcome, Duration execution) {
		JobMeters meters = meters(job.queue(), task);
		switch (outcome.kind()) {
			case END -> ended(meters, outcome.status(), execution);
			case RETRY -> {
				meters.execution(JobStatus.RETRY).record(execution);
				meters.retried().increment();
			}
			case INTERRUPT -> meters.execution(JobStatus.INTERRUPTED).record(execution);
			case GIVE_BACK, UNKNOWN_TASK -> {
				// No handler ran.
			}
		}
	}

	@Override
	public void abandoned(ClaimedJob job, String task) {
		meters(job.queue(), task).abandoned().increment();
	}

	@Override
	public void reclaimed(String queue, int requeued, int poisoned) {
		lost(queue).increment(requeued + poisoned);
		if (poisoned > 0) {
			meters(queue, UNKNOWN).failed().increment(poisoned);
		}
	}

	private static void ended(JobMeters meters, JobStatus status, Duration execution) {
		meters.execution(status).record(execution);
		if (status.isDeadLetter()) {
			meters.failed().increment();
		}
	}

	private JobMeters meters(String queue, String task) {
		Key key = new Key(this.queues.of(queue), this.tasks.contains(task) ? task : UNKNOWN);
		JobMeters known = this.meters.get(key);
		return (known != null) ? known
				: this.meters.computeIfAbsent(key, (absent) -> new JobMeters(this.registry, key.queue(), key.task()));
	}

	private Counter lost(String queue) {
		return this.lost.computeIfAbsent(this.queues.of(queue),
				(tag) -> Counter.builder("jobqueue.jobs.lost")
					.description("Attempts that ended with their worker, found and taken back by this one")
					.tag("queue", tag)
					.register(this.registry));
	}

	private record Key(String queue, String task) {
	}

}
