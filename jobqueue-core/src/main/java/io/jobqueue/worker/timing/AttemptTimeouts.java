package io.jobqueue.worker.timing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import io.jobqueue.store.ClaimedJob;
import io.jobqueue.task.Task;

/** The timeouts of one attempt, which end with it. */
public final class AttemptTimeouts {

	/**
	 * How long a handler whose job ends by its timeout in any case may still say why. One
	 * that heeds its interrupt needs less.
	 */
	public static final Duration LAST_CHANCE = Duration.ofMillis(100);

	/** How long a handler that goes on may take to say whether to retry. */
	public static final Duration LONGEST_DECISION = Duration.ofSeconds(5);

	private static final Duration LONGEST = Duration.ofDays(3650);

	private final TimeoutScheduler alarms;

	private final List<Future<?>> running = new ArrayList<>(2);

	private boolean stopped;

	public AttemptTimeouts(TimeoutScheduler alarms) {
		this.alarms = alarms;
	}

	/** How long an attempt may run. */
	public static Duration timeout(ClaimedJob job, Task task) {
		Duration asked = (job.timeout() != null) ? job.timeout() : task.timeout();
		return (asked.compareTo(LONGEST) < 0) ? asked : LONGEST;
	}

	public synchronized void start(Duration delay, Runnable action) {
		if (!this.stopped) {
			this.running.add(this.alarms.start(delay, action));
		}
	}

	public synchronized void stop() {
		this.stopped = true;
		this.running.forEach((timer) -> timer.cancel(false));
	}

}
