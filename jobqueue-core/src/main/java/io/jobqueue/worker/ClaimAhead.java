package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;

/**
 * How many jobs a container claims beyond its permits, so that short jobs do not wait for
 * the store. Only while a queue has more than was asked for, and only jobs that are short
 * on average: so many as start within a few milliseconds. It begins with as many as there
 * are permits and doubles with each claim. Tasks with an executor of their own do not
 * count, as they never wait in line. Confined to the poll loop.
 */
final class ClaimAhead {

	private static final double LONGEST_NANOS = Duration.ofMillis(5).toNanos();

	/** The share of the latest jobs in the average. */
	private static final double WEIGHT = 0.5;

	private final int concurrency;

	private final int most;

	private double meanNanos = Double.NaN;

	private int ahead;

	ClaimAhead(int concurrency, int most) {
		this.concurrency = concurrency;
		this.most = most;
	}

	/** Jobs have ended. */
	void ended(List<Settled> jobs) {
		jobs.stream()
			.filter((job) -> job.task() == null || job.task().executor() == null)
			.mapToLong((job) -> job.execution().toNanos())
			.filter((nanos) -> nanos > 0)
			.average()
			.ifPresent((mean) -> this.meanNanos = Double.isNaN(this.meanNanos) ? mean
					: WEIGHT * mean + (1 - WEIGHT) * this.meanNanos);
	}

	/** A claim got all that it asked for: how many the next one may claim ahead. */
	int more() {
		if (!(this.meanNanos <= LONGEST_NANOS)) {
			return none();
		}
		double soon = this.concurrency * LONGEST_NANOS / this.meanNanos;
		this.ahead = (int) Math.min(Math.min(this.most, soon), Math.max(this.concurrency, 2 * this.ahead));
		return this.ahead;
	}

	/** The queue has no more, or jobs are not as short as it seemed. */
	int none() {
		this.ahead = 0;
		return 0;
	}

	/** Jobs that were claimed ahead waited for longer than they should. */
	int stuck() {
		this.meanNanos = Double.NaN;
		return none();
	}

}
