package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.jobqueue.store.JobMaintenance.Reclaimed;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.support.DaemonThreads;

/**
 * Runs the duties periodically, on one thread. Every worker runs them: there is no leader
 * to elect or to lose, each call is safe beside others, and jitter separates many
 * workers. A lost job is found within its lease and 5 s. Values that claims of an idle
 * worker have reported are not read again, so it makes less than one call a second and
 * queue.
 */
public final class MaintenanceRunner implements SmartLifecycle {

	/** Below the worker, so that it stops after it. */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4097;

	private static final Logger logger = LoggerFactory.getLogger(MaintenanceRunner.class);

	private static final Duration LONGEST_RECLAIM = Duration.ofSeconds(5);

	private static final Duration PROMOTE = Duration.ofSeconds(60);

	private static final Duration LONGEST_PRUNE = Duration.ofSeconds(60);

	private static final Duration SHORTEST_PRUNE = Duration.ofSeconds(1);

	private static final Duration PRUNE_AGAIN = Duration.ofSeconds(10);

	/** Other duties run in between. */
	private static final Duration PRUNE_NEXT = Duration.ofMillis(5);

	/** A duty that is cut short does no harm. This is part of the time of a stop. */
	static final Duration LAST_DUTY = Duration.ofMillis(400);

	private static final Duration PRUNE_OTHERS = Duration.ofMinutes(5);

	private final Supplier<List<String>> queues;

	private final ReclaimPace pace;

	private final LatestStanding standing;

	private final PromoteDueJobs promote;

	private final ReclaimLostJobs reclaim;

	private final PruneEndedJobs prune;

	private final Duration pruneInterval;

	private final DaemonThreads threads = new DaemonThreads("jobqueue-maintenance");

	private @Nullable ScheduledExecutorService executor;

	private volatile boolean stopping;

	private final StoreOutage outage;

	/**
	 * Make a runner.
	 * @param store the store
	 * @param queues the queues that this worker serves now; ended jobs are pruned in all
	 * @param options the options
	 * @param listener called with a queue and the jobs that were reclaimed in it; poison
	 * jobs are reported only there
	 * @param standing the hints of claims about the queues
	 */
	public MaintenanceRunner(StoreBackend store, Supplier<List<String>> queues, MaintenanceOptions options,
			BiConsumer<String, Reclaimed> listener, LatestStanding standing) {
		this.queues = queues;
		Duration sixth = options.lease().dividedBy(6);
		this.standing = standing;
		this.outage = store.outage();
		this.pace = new ReclaimPace((sixth.compareTo(LONGEST_RECLAIM) < 0) ? sixth : LONGEST_RECLAIM, standing,
				System::nanoTime);
		this.promote = new PromoteDueJobs(store.maintenance());
		this.reclaim = new ReclaimLostJobs(store.maintenance(), options.maxLosses(), listener);
		this.prune = new PruneEndedJobs(store, this.queues, options.retention(),
				Character.toString(ThreadLocalRandom.current().nextInt('.', 'z')));
		this.pruneInterval = pruneInterval(options.retention());
	}

	/** A tenth of the shortest time that ended jobs are kept, from 1 s to 60 s. */
	static Duration pruneInterval(RetentionOptions retention) {
		return retention.statuses()
			.values()
			.stream()
			.map((bounds) -> bounds.keep().dividedBy(10))
			.map((tenth) -> (tenth.compareTo(SHORTEST_PRUNE) > 0) ? tenth : SHORTEST_PRUNE)
			.reduce(LONGEST_PRUNE, (one, other) -> (one.compareTo(other) < 0) ? one : other);
	}

	@Override
	public synchronized void start() {
		if (this.executor != null) {
			return;
		}
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, this.threads);
		started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.stopping = false;
		try {
			repeatAll(started);
		}
		catch (RuntimeException | Error ex) {
			started.shutdownNow();
			throw ex;
		}
		this.executor = started;
	}

	private void repeatAll(ScheduledExecutorService started) {
		repeat(started,
				new Duty("lost jobs", this.pace::tick, () -> this.reclaim.runOnce(this.pace.due(this.queues.get()))));
		repeat(started, new Duty("due jobs", () -> PROMOTE, () -> this.promote.runOnce(unclaimed())));
		repeat(started, new Duty("ended jobs", () -> this.pruneInterval, this.prune::runOnce));
		repeat(started, new Duty("more ended jobs", () -> this.prune.isUnfinished() ? PRUNE_NEXT : PRUNE_AGAIN,
				this.prune::runAgain));
		repeat(started, new Duty("ended jobs of other queues", () -> PRUNE_OTHERS, this.prune::runOnOtherQueues));
	}

	/** A claim promotes too. */
	private List<String> unclaimed() {
		return this.queues.get()
			.stream()
			.filter((queue) -> this.standing.of(queue, PROMOTE.dividedBy(2)) == null)
			.toList();
	}

	private void repeat(ScheduledExecutorService executor, Duty duty) {
		// Earlier only: the interval is an upper bound.
		long millis = Math.round(duty.interval().get().toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1));
		if (!executor.isShutdown()) {
			executor.schedule(() -> {
				run(duty);
				repeat(executor, duty);
			}, Math.max(1, millis), TimeUnit.MILLISECONDS);
		}
	}

	private void run(Duty duty) {
		if (this.stopping) {
			return;
		}
		String part = "maintenance (%s)".formatted(duty.name());
		try {
			duty.action().run();
			this.outage.reached(part);
		}
		catch (RuntimeException | Error ex) {
			failed(part, ex);
		}
	}

	private void failed(String part, Throwable ex) {
		if (this.stopping) {
			logger.debug("A duty of {} was cut short by the stop", part, ex);
		}
		else {
			this.outage.failedBeside(part, ex);
		}
	}

	@Override
	public void stop() {
		ScheduledExecutorService stopping;
		synchronized (this) {
			stopping = this.executor;
			this.executor = null;
		}
		if (stopping == null) {
			return;
		}
		this.stopping = true;
		this.threads.end(stopping, LAST_DUTY);
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/** A duty and its interval. */
	private record Duty(String name, Supplier<Duration> interval, Runnable action) {
	}

}
