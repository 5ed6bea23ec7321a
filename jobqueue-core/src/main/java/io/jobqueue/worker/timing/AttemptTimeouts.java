package io.jobqueue.worker.timing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.task.Task;

/** The timeouts of one attempt. They are cancelled when it ends. */
public final class AttemptTimeouts {

	/**
	 * How long a handler may still provide an error when its job ends by its timeout in
	 * any case. A handler that reacts to its interrupt needs less.
	 */
	public static final Duration REACTION_TIME = Duration.ofMillis(100);

	/**
	 * The maximum duration of {@code shouldRetry} for a handler that continues to run.
	 */
	public static final Duration LONGEST_DECISION = Duration.ofSeconds(5);

	private static final Duration LONGEST = Duration.ofDays(3650);

	private final TimeoutScheduler timeoutScheduler;

	private final List<Future<?>> running = new ArrayList<>(2);

	private boolean stopped;

	public AttemptTimeouts(TimeoutScheduler timeoutScheduler) {
		this.timeoutScheduler = timeoutScheduler;
	}

	/** Return the timeout of an attempt. */
	public static Duration timeout(ClaimedJob job, Task task) {
		Duration asked = (job.timeout() != null) ? job.timeout() : task.timeout();
		return (asked.compareTo(LONGEST) < 0) ? asked : LONGEST;
	}

	public synchronized void start(Duration delay, Runnable action) {
		if (!this.stopped) {
			this.running.add(this.timeoutScheduler.start(delay, action));
		}
	}

	public synchronized void stop() {
		this.stopped = true;
		this.running.forEach((timer) -> timer.cancel(false));
	}

}
