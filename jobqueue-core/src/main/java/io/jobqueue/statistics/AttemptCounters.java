package io.jobqueue.statistics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.JobStatus;
import io.jobqueue.store.statistics.AttemptSums;

/**
 * Counts attempts by queue and task. Beyond {@value #MOST} of these, those of further
 * tasks are counted as {@value #OTHER} of their queue. What is idle for 10 minutes gives
 * its place to others. Thread-safe.
 */
public final class AttemptCounters implements JobEventListener {

	static final int MOST = 1000;

	/** The name of all tasks beyond the bound. */
	static final String OTHER = "other";

	/** The name of tasks that this application does not know. */
	private static final String UNKNOWN = "unknown";

	private static final long LONGEST_IDLE = Duration.ofMinutes(10).toNanos();

	private final Map<String, Map<String, TaskCounters>> queues = new ConcurrentHashMap<>();

	private final LongSupplier nanoTime;

	private final AtomicInteger size = new AtomicInteger();

	/** Taken out in the last collection. A thread may have counted there since. */
	private Map<QueueTask, TaskCounters> leaving = Map.of();

	private volatile boolean enabled = true;

	public AttemptCounters() {
		this(System::nanoTime);
	}

	AttemptCounters(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** Count nothing from now on. */
	void disable() {
		this.enabled = false;
	}

	@Override
	public void onEvent(JobEvent event) {
		if (this.enabled) {
			count(event);
		}
	}

	private void count(JobEvent event) {
		if (event instanceof JobEvent.Started started) {
			counters(started.queue(), started.task()).started(started.waited());
		}
		else if (event instanceof JobEvent.Finished finished) {
			counters(finished.queue(), finished.task()).finished(finished.status(), finished.execution());
		}
		else if (event instanceof JobEvent.Reclaimed reclaimed) {
			TaskCounters counters = counters(reclaimed.queue(), UNKNOWN);
			counters.count(JobStatus.QUEUED, reclaimed.total());
			counters.count(JobStatus.FAILED, reclaimed.poisoned().size());
		}
	}

	private TaskCounters counters(String queue, String task) {
		Map<String, TaskCounters> tasks = this.queues.get(queue);
		TaskCounters known = (tasks != null) ? tasks.get(task) : null;
		return (known != null) ? known : add(queue, task);
	}

	private TaskCounters add(String queue, String task) {
		String admitted = (this.size.get() < MOST) ? task : OTHER;
		return this.queues.computeIfAbsent(queue, (name) -> new ConcurrentHashMap<>())
			.computeIfAbsent(admitted, (name) -> {
				this.size.incrementAndGet();
				return new TaskCounters(this.nanoTime.getAsLong());
			});
	}

	/** Return what was counted since the last time. */
	synchronized Map<QueueTask, AttemptSums> collect() {
		long now = this.nanoTime.getAsLong();
		Map<QueueTask, AttemptSums> sums = new HashMap<>();
		this.leaving.forEach((key, counters) -> put(key, counters.collect(now), sums));
		Map<QueueTask, TaskCounters> leaving = new HashMap<>();
		this.queues.forEach((queue, tasks) -> tasks.forEach((task, counters) -> {
			QueueTask key = new QueueTask(queue, task);
			put(key, counters.collect(now), sums);
			if (counters.idle(now) >= LONGEST_IDLE) {
				tasks.remove(task);
				this.size.decrementAndGet();
				leaving.put(key, counters);
			}
		}));
		this.leaving = leaving;
		return sums;
	}

	private static void put(QueueTask key, AttemptSums collected, Map<QueueTask, AttemptSums> sums) {
		if (!collected.isEmpty()) {
			sums.merge(key, collected, AttemptSums::plus);
		}
	}

	/** How many queues and tasks are kept apart. */
	int size() {
		return this.size.get();
	}

	/**
	 * A task in a queue.
	 *
	 * @param queue the name of the queue
	 * @param task the name of the task
	 */
	record QueueTask(String queue, String task) {
	}

}
