package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.support.DaemonThreads;

/**
 * Deletes ended jobs as fast as a worker ends them, so that a queue keeps no more than
 * its limits. A thread deletes the surplus after as many ends as are a tenth of the
 * smallest limit, from 50 to 500, and 30 s after fewer: a pass costs as many commands as
 * a job. When 2,000 ends have not been pruned, the thread that ends jobs deletes as many
 * itself before it continues. So a worker exceeds the limits of a queue by a tenth, and
 * by about 2,000 jobs at most, for seconds only, if passes do not keep up.
 */
public final class PruneBehind implements SmartLifecycle {

	/** The number of jobs that one call deletes. */
	static final int BATCH = 500;

	/** The number of ends from which on the worker waits. */
	static final int SLACK = 4 * BATCH;

	/** Fewer ends are followed by a pass after a while only, however low a limit is. */
	static final int SMALLEST_STEP = 50;

	private static final Logger logger = LoggerFactory.getLogger(PruneBehind.class);

	private static final String PART = "the deletion of ended jobs";

	private static final Duration DELAY = Duration.ofSeconds(30);

	private final StoreBackend store;

	private final Map<JobStatus, StatusRetention> retention;

	/** The number of ends after which a pass begins. */
	private final int step;

	/** How long fewer ends wait for a pass. */
	private final Duration delay;

	private final Map<String, Ends> ends = new ConcurrentHashMap<>();

	/** Two passes at once would search and lock the same jobs. */
	private final ReentrantLock deleting = new ReentrantLock(true);

	private final DaemonThreads threads = DaemonThreads.ofWorker("jobqueue-retention");

	private volatile @Nullable ScheduledThreadPoolExecutor executor;

	/**
	 * Prune behind the ends in a store.
	 * @param store the store
	 * @param retention how long ended jobs stay
	 */
	public PruneBehind(StoreBackend store, RetentionOptions retention) {
		this(store, retention, DELAY);
	}

	PruneBehind(StoreBackend store, RetentionOptions retention, Duration delay) {
		this.store = store;
		this.retention = retention.statuses();
		this.step = step(retention);
		this.delay = delay;
	}

	/** A tenth of the smallest number of jobs that are kept of a status. */
	static int step(RetentionOptions retention) {
		long smallest = retention.statuses().values().stream().mapToLong(StatusRetention::count).min().orElse(0);
		return (int) Math.max(SMALLEST_STEP, Math.min(BATCH, smallest / 10));
	}

	/** The store that a worker must use, so that its ends are counted. */
	public StoreBackend store() {
		return new CountedBackend(this.store, this);
	}

	/** Jobs of a queue were finished; a pass follows, on another thread. */
	void finished(String queue, List<Outcome> outcomes, List<FinishResult> results) {
		int count = 0;
		for (int i = 0; i < results.size(); i++) {
			if (results.get(i) == FinishResult.APPLIED && outcomes.get(i).kind() == Outcome.Kind.END) {
				count++;
			}
		}
		if (count > 0) {
			Ends of = this.ends.computeIfAbsent(queue, Ends::new);
			schedulePass(of, of.open.addAndGet(count), count);
		}
	}

	private void schedulePass(Ends of, int open, int added) {
		if (open >= this.step && open - added < this.step) {
			pass(of, Duration.ZERO);
		}
		else if (open == added) {
			passLater(of);
		}
	}

	/** At most one pass of a queue waits for its time. */
	private void passLater(Ends of) {
		if (of.waits.compareAndSet(false, true)) {
			pass(of, this.delay);
		}
	}

	/** The number of passes that were scheduled and have not begun. */
	int scheduledPasses() {
		ScheduledThreadPoolExecutor running = this.executor;
		return (running != null) ? running.getQueue().size() : 0;
	}

	private void pass(Ends of, Duration delay) {
		ScheduledThreadPoolExecutor running = this.executor;
		try {
			if (running != null) {
				running.schedule(() -> {
					if (!delay.isZero()) {
						of.waits.set(false);
					}
					pass(of);
				}, delay.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Pruning stops; what has just ended in queue '{}' is left to the next pass", of.queue, ex);
		}
	}

	private void pass(Ends of) {
		while (delete(of) || of.count() >= this.step) {
			if (Thread.currentThread().isInterrupted()) {
				return;
			}
		}
		if (of.count() > 0) {
			passLater(of);
		}
	}

	/** Where the passes do not keep up, delete as many as were ended, on this thread. */
	void pruneSynchronously(String queue) {
		Ends of = this.ends.get(queue);
		if (of != null && of.count() >= SLACK) {
			deleteOpen(of);
		}
	}

	private void deleteOpen(Ends of) {
		for (int left = of.count(); left > 0; left -= BATCH) {
			if (!delete(of) || Thread.currentThread().isInterrupted()) {
				return;
			}
		}
	}

	/** Whether there is more to delete, as far as that is known. */
	private boolean delete(Ends of) {
		this.deleting.lock();
		try {
			int open = of.count();
			int deleted = prune(of.queue);
			of.open.addAndGet((deleted < BATCH) ? -open : -Math.min(open, BATCH));
			return deleted >= BATCH;
		}
		finally {
			this.deleting.unlock();
		}
	}

	/** The ends are stored already, so a failure here does not concern the worker. */
	private int prune(String queue) {
		try {
			int deleted = this.store.maintenance().prune(queue, this.retention, BATCH).deleted();
			this.store.outage().reached(PART);
			return deleted;
		}
		catch (RuntimeException ex) {
			logger.debug("Ended jobs of queue '{}' are left to a later pass", queue, ex);
			this.store.outage().failedBeside(PART, ex);
			return 0;
		}
	}

	@Override
	public synchronized void start() {
		if (this.executor != null) {
			return;
		}
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, this.threads);
		started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		// Those of an executor that was stopped do not run.
		this.ends.values().forEach((of) -> of.waits.set(false));
		this.executor = started;
	}

	/**
	 * Prune once more at a stop, for workers that run for seconds only. What takes longer
	 * than a duty may during a stop is left to other workers.
	 */
	@Override
	public synchronized void stop() {
		ScheduledThreadPoolExecutor stopping = this.executor;
		this.executor = null;
		if (stopping == null) {
			return;
		}
		this.ends.values().forEach((of) -> stopping.execute(() -> deleteOpen(of)));
		this.threads.end(stopping, MaintenanceRunner.LAST_DUTY);
		this.store.outage().left(PART);
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public int getPhase() {
		return MaintenanceRunner.PHASE;
	}

	/**
	 * The number of ends of a queue since its last pass, and whether one waits for its
	 * time.
	 */
	private record Ends(String queue, AtomicInteger open, AtomicBoolean waits) {

		Ends(String queue) {
			this(queue, new AtomicInteger(), new AtomicBoolean());
		}

		int count() {
			return this.open.get();
		}

	}

}
