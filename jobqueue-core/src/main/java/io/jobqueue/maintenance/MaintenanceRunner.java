package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

import io.jobqueue.DurationText;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.support.DaemonThreads;

/**
 * Runs the duties of a worker periodically, on one thread. Every worker runs them: there
 * is no leader to elect or to lose, each call is safe beside others, and jitter separates
 * many workers.
 */
public final class MaintenanceRunner implements SmartLifecycle {

	/** Below the worker, so that it stops after it. */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4097;

	private static final Logger logger = LoggerFactory.getLogger(MaintenanceRunner.class);

	/** A duty that is cut short does no harm. This is part of the time of a stop. */
	static final Duration LAST_DUTY = Duration.ofMillis(400);

	private static final Duration UNKNOWN_INTERVAL = Duration.ofMinutes(1);

	private final StoreOutage outage;

	private final List<MaintenanceDuty> duties;

	private final DaemonThreads threads = DaemonThreads.ofWorker("jobqueue-maintenance");

	private @Nullable ScheduledExecutorService executor;

	private volatile boolean stopping;

	/**
	 * Make a runner.
	 * @param outage the outages of the store, to which the duties report
	 * @param duties the duties
	 */
	public MaintenanceRunner(StoreOutage outage, List<MaintenanceDuty> duties) {
		this.outage = outage;
		this.duties = List.copyOf(duties);
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
			this.duties.forEach((duty) -> schedule(started, duty));
		}
		catch (RuntimeException | Error ex) {
			started.shutdownNow();
			throw ex;
		}
		this.executor = started;
	}

	private void schedule(ScheduledExecutorService executor, MaintenanceDuty duty) {
		schedule(executor, duty, interval(duty));
	}

	private void schedule(ScheduledExecutorService executor, MaintenanceDuty duty, Duration interval) {
		// Earlier only: the interval is an upper bound.
		long millis = Math.round(interval.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1));
		if (!executor.isShutdown()) {
			executor.schedule(() -> {
				run(duty);
				schedule(executor, duty, nextInterval(duty));
			}, Math.max(1, millis), TimeUnit.MILLISECONDS);
		}
	}

	private static Duration interval(MaintenanceDuty duty) {
		Duration interval = duty.interval();
		if (interval.isNegative() || interval.isZero()) {
			throw new IllegalStateException("The interval of the maintenance duty '%s' must be positive, but was %s"
				.formatted(duty.name(), DurationText.of(interval)));
		}
		return interval;
	}

	/** An interval that cannot be computed must not end the duty. */
	private static Duration nextInterval(MaintenanceDuty duty) {
		try {
			return interval(duty);
		}
		catch (RuntimeException ex) {
			logger.error("The maintenance duty '{}' runs again in {}, because its interval is unknown", duty.name(),
					DurationText.of(UNKNOWN_INTERVAL), ex);
			return UNKNOWN_INTERVAL;
		}
	}

	private void run(MaintenanceDuty duty) {
		if (this.stopping) {
			return;
		}
		String part = "maintenance (%s)".formatted(duty.name());
		try {
			duty.run();
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
		long begin = System.nanoTime();
		runLast(stopping);
		Duration left = LAST_DUTY.minusNanos(System.nanoTime() - begin);
		this.threads.end(stopping, left.isNegative() ? Duration.ZERO : left);
	}

	private void runLast(ExecutorService executor) {
		try {
			executor.submit(() -> this.duties.forEach(this::stopDuty)).get(LAST_DUTY.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			logger.debug("Duties were cut short by the stop", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			logger.warn("The last duties of the maintenance failed", ex.getCause());
		}
	}

	private void stopDuty(MaintenanceDuty duty) {
		try {
			duty.stop();
		}
		catch (RuntimeException ex) {
			logger.debug("The maintenance duty '{}' failed at the stop", duty.name(), ex);
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
