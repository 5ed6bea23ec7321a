package io.jobqueue.worker.timing;

import java.time.Duration;

/** A deadline that several steps share. */
public record Deadline(long nanos) {

	public static Deadline in(Duration duration) {
		return new Deadline(System.nanoTime() + duration.toNanos());
	}

	/** Return the remaining time, never negative. */
	public Duration left() {
		return Duration.ofNanos(Math.max(0, this.nanos - System.nanoTime()));
	}

	/** Return the given duration, or the remaining time if that is shorter. */
	public Duration within(Duration duration) {
		Duration left = left();
		return (left.compareTo(duration) < 0) ? left : duration;
	}

	/** Wait until a thread has ended, but not past the deadline. */
	public void join(Thread thread) throws InterruptedException {
		thread.join(Math.max(1, left().toMillis()));
	}

}
