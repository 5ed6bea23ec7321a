package io.jobqueue.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobStatus;
import io.jobqueue.task.Task;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts and times jobs as they are dispatched and run. The hot path looks meters up and
 * builds no tags. Outcomes that are not attempts, such as a released job, are not
 * counted.
 */
public final class JobMetrics implements JobEventListener {

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
	public void onEvent(JobEvent event) {
		if (event instanceof JobEvent.Started started) {
			meters(started.queue(), started.task()).waiting().record(started.waited());
		}
		else if (event instanceof JobEvent.Finished finished) {
			finished(meters(finished.queue(), finished.task()), finished.status(), finished.execution());
		}
		else if (event instanceof JobEvent.Dispatched dispatched) {
			meters(dispatched.queue(), dispatched.task()).dispatched().increment(dispatched.count());
		}
		else if (event instanceof JobEvent.Duplicate duplicate) {
			meters(duplicate.queue(), duplicate.task()).duplicates(duplicate.conflict()).increment(duplicate.count());
		}
		else if (event instanceof JobEvent.Unsent unsent) {
			meters(unsent.queue(), unsent.task()).unsent().increment(unsent.count());
		}
		else if (event instanceof JobEvent.Abandoned abandoned) {
			meters(abandoned.queue(), abandoned.task()).abandoned().increment();
		}
		else if (event instanceof JobEvent.Reclaimed reclaimed) {
			reclaimed(reclaimed);
		}
		else if (event instanceof JobEvent.Ticked ticked) {
			ticked(meters(ticked.queue(), ticked.task()), ticked);
		}
	}

	private static void ticked(JobMeters meters, JobEvent.Ticked ticked) {
		meters.ticks(ticked.outcome()).increment();
		if (ticked.outcome() == Outcome.FIRED) {
			meters.late().record(ticked.late());
		}
	}

	private static void finished(JobMeters meters, JobStatus status, Duration execution) {
		if (status == JobStatus.QUEUED) {
			// It counts as lost, as after a worker that ended.
			return;
		}
		meters.execution(status).record(execution);
		if (status == JobStatus.RETRY) {
			meters.retried().increment();
		}
		else if (status.isDeadLetter()) {
			meters.failed().increment();
		}
	}

	private void reclaimed(JobEvent.Reclaimed reclaimed) {
		lost(reclaimed.queue()).increment(reclaimed.total());
		if (!reclaimed.poisoned().isEmpty()) {
			meters(reclaimed.queue(), UNKNOWN).failed().increment(reclaimed.poisoned().size());
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
