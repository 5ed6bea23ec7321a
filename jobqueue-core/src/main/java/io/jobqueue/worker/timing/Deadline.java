package io.jobqueue.worker.timing;

import java.time.Duration;

/** A deadline that several steps share. */
public record Deadline(long nanos) {

	public static Deadline in(Duration duration) {
		return new Deadline(System.nanoTime() + duration.toNanos());
	}

	/** What is left, never negative. */
	public Duration left() {
		return Duration.ofNanos(Math.max(0, this.nanos - System.nanoTime()));
	}

	/** So long, or as long as is left. */
	public Duration within(Duration duration) {
		Duration left = left();
		return (left.compareTo(duration) < 0) ? left : duration;
	}

	/** Wait for the end of a thread, but not longer. */
	public void join(Thread thread) throws InterruptedException {
		thread.join(Math.max(1, left().toMillis()));
	}

}
