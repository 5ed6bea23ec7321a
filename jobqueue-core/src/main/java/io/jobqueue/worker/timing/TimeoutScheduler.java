package io.jobqueue.worker.timing;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.jobqueue.store.support.DaemonThreads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timeouts of a worker, on one thread. Almost all jobs end long before their timeout,
 * and scheduling each immediately would wake the timer thread for many. So a distant
 * timeout is only recorded, and scheduled when it is near.
 */
public final class TimeoutScheduler {

	private static final Logger logger = LoggerFactory.getLogger(TimeoutScheduler.class);

	private static final Duration LOOK = Duration.ofMillis(500);

	private static final long NEAR_NANOS = 2 * LOOK.toNanos();

	private final Set<Alarm> far = ConcurrentHashMap.newKeySet();

	private final DaemonThreads threads = new DaemonThreads("jobqueue-timer");

	private final ScheduledThreadPoolExecutor timer;

	public TimeoutScheduler() {
		this.timer = new ScheduledThreadPoolExecutor(1, this.threads);
		this.timer.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Start the thread. Before that, no distant timeout is scheduled.
	 * @return this instance
	 */
	public TimeoutScheduler open() {
		this.timer.scheduleWithFixedDelay(this::scheduleNear, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
		return this;
	}

	/**
	 * Run an action after a delay, unless the returned future is cancelled before.
	 */
	public Future<?> start(Duration delay, Runnable action) {
		long nanos = Math.min(TimeUnit.MILLISECONDS.toNanos(delay.toMillis()), Long.MAX_VALUE / 2);
		Alarm alarm = new Alarm(action, System.nanoTime() + nanos);
		if (nanos > NEAR_NANOS) {
			this.far.add(alarm);
		}
		else {
			schedule(alarm);
		}
		return alarm;
	}

	/** Return the number of distant timeouts that are only recorded. */
	public int pendingCount() {
		return this.far.size();
	}

	/** Run no more actions, except the one in progress. */
	public void close() {
		this.timer.shutdownNow();
	}

	/** Wait for the action in progress. */
	public void awaitClosed(Duration longest) throws InterruptedException {
		this.threads.join(longest);
	}

	private void scheduleNear() {
		long now = System.nanoTime();
		for (Alarm alarm : this.far) {
			if (alarm.atNanos - now <= NEAR_NANOS && this.far.remove(alarm)) {
				schedule(alarm);
			}
		}
	}

	private void schedule(Alarm alarm) {
		try {
			alarm.scheduled = this.timer.schedule(alarm, alarm.atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The worker has stopped and has stopped all attempts itself.
			alarm.cancel(false);
		}
	}

	private final class Alarm extends FutureTask<Void> {

		private final long atNanos;

		private volatile Future<?> scheduled = this;

		private Alarm(Runnable action, long atNanos) {
			super(action, null);
			this.atNanos = atNanos;
		}

		@Override
		protected void setException(Throwable error) {
			logger.error("A timeout action of a job failed", error);
			super.setException(error);
		}

		@Override
		protected void done() {
			if (isCancelled() && !TimeoutScheduler.this.far.remove(this) && this.scheduled != this) {
				this.scheduled.cancel(false);
			}
		}

	}

}
