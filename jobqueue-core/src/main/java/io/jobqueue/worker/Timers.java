package io.jobqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.jobqueue.store.ClaimedJob;
import io.jobqueue.task.Task;

/**
 * The timers of one attempt, which end with it.
 */
final class Timers {

	private static final Duration LONGEST = Duration.ofDays(3650);

	private final ScheduledExecutorService timer;

	private final List<Future<?>> running = new ArrayList<>(2);

	private boolean stopped;

	Timers(ScheduledExecutorService timer) {
		this.timer = timer;
	}

	/** How long an attempt may run. */
	static Duration timeout(ClaimedJob job, Task task) {
		Duration asked = (job.timeout() != null) ? job.timeout() : task.timeout();
		return (asked.compareTo(LONGEST) < 0) ? asked : LONGEST;
	}

	synchronized void start(Duration delay, Runnable action) {
		if (this.stopped) {
			return;
		}
		try {
			this.running.add(this.timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (RejectedExecutionException ex) {
			// The worker has stopped; what a timer would do it has done by itself.
			this.stopped = true;
		}
	}

	synchronized void stop() {
		this.stopped = true;
		this.running.forEach((timer) -> timer.cancel(false));
	}

}
