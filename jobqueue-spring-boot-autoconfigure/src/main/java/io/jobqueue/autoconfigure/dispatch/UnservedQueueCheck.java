package io.jobqueue.autoconfigure.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.WorkerInfo;
import io.jobqueue.autoconfigure.StoreHealthDetails;
import io.jobqueue.store.support.DaemonThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Checks whether the queues to which this application dispatches are served by a live
 * worker, and logs a warning once per unserved queue. A dispatch only notes its queue.
 * Another thread reads the store, and only while there are queues that were not checked
 * yet.
 */
final class UnservedQueueCheck implements JobEventListener, StoreHealthDetails, SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(UnservedQueueCheck.class);

	/** Workers of an application that starts at the same time may need this long. */
	static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final int MAX_QUEUES = 1000;

	private final Supplier<List<WorkerInfo>> workers;

	private final Set<String> own;

	private final InstantSource clock;

	/** Queues to look at, with the time of the first dispatch. */
	private final Map<String, Instant> noted = new ConcurrentHashMap<>();

	private final Set<String> looked = ConcurrentHashMap.newKeySet();

	private final Set<String> unserved = ConcurrentHashMap.newKeySet();

	private final DaemonThreads threads = new DaemonThreads("jobqueue-unserved");

	private volatile @Nullable ScheduledExecutorService thread;

	/**
	 * Create a check.
	 * @param workers the live workers of the store
	 * @param own the queues that the worker of this application serves
	 * @param clock for the time since a queue was noted
	 */
	UnservedQueueCheck(Supplier<List<WorkerInfo>> workers, Set<String> own, InstantSource clock) {
		this.workers = workers;
		this.own = Set.copyOf(own);
		this.clock = clock;
	}

	@Override
	public void onEvent(JobEvent event) {
		if (event instanceof JobEvent.Dispatched) {
			note(event.queue());
		}
	}

	private void note(String queue) {
		if (!this.own.contains(queue) && !this.looked.contains(queue) && this.looked.size() < MAX_QUEUES
				&& this.noted.size() < MAX_QUEUES) {
			this.noted.putIfAbsent(queue, this.clock.instant());
		}
	}

	/** The queues that no worker served at the last check. */
	Set<String> unserved() {
		return new TreeSet<>(this.unserved);
	}

	@Override
	public Map<String, Object> details() {
		Set<String> names = unserved();
		return names.isEmpty() ? Map.of() : Map.of("unservedQueues", names);
	}

	void look() {
		Instant due = this.clock.instant().minus(PATIENCE);
		List<String> queues = this.noted.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().isAfter(due))
			.map(Map.Entry::getKey)
			.toList();
		if (queues.isEmpty() && this.unserved.isEmpty()) {
			return;
		}
		try {
			look(queues);
		}
		catch (RuntimeException ex) {
			logger.debug("Whether queues are served could not be read; it is tried again", ex);
		}
	}

	private void look(List<String> queues) {
		Set<String> served = this.workers.get()
			.stream()
			.flatMap((worker) -> worker.containers().stream())
			.map(WorkerInfo.Container::queue)
			.collect(Collectors.toSet());
		this.unserved.removeAll(served);
		for (String queue : queues) {
			this.looked.add(queue);
			this.noted.remove(queue);
			if (!served.contains(queue)) {
				this.unserved.add(queue);
				logger.warn("Jobs are dispatched to queue '{}', but no live worker serves it: they wait. Name it under "
						+ "jobqueue.queues of the application that is to run them, and check that both use the same store "
						+ "and jobqueue.namespace", queue);
			}
		}
	}

	@Override
	public void start() {
		ScheduledExecutorService made = Executors.newSingleThreadScheduledExecutor(this.threads);
		made.scheduleWithFixedDelay(this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
		this.thread = made;
	}

	@Override
	public void stop() {
		ScheduledExecutorService made = this.thread;
		if (made != null) {
			made.shutdownNow();
			this.threads.end(made, Duration.ZERO);
			this.thread = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

}
