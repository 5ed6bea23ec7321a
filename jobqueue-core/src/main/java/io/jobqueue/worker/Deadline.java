package io.jobqueue.worker;

import java.time.Duration;

/** A deadline that several steps share. */
record Deadline(long nanos) {

	static Deadline in(Duration duration) {
		return new Deadline(System.nanoTime() + duration.toNanos());
	}

	/** What is left, never negative. */
	Duration left() {
		return Duration.ofNanos(Math.max(0, this.nanos - System.nanoTime()));
	}

	/** So long, or as long as is left. */
	Duration within(Duration duration) {
		Duration left = left();
		return (left.compareTo(duration) < 0) ? left : duration;
	}

	/** Wait for the end of a thread, but not longer. */
	void join(Thread thread) throws InterruptedException {
		thread.join(Math.max(1, left().toMillis()));
	}

}
