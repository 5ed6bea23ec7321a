package io.jobqueue.management;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jobqueue.JobStatistics;
import io.jobqueue.JobStatistics.Point;
import io.jobqueue.JobStatistics.Times;
import io.jobqueue.JobStatus;
import io.jobqueue.store.statistics.AttemptSums;
import io.jobqueue.store.statistics.DurationBuckets;
import io.jobqueue.store.statistics.SumPositions;

/** Adds up sums by steps of time. Not for use by several threads. */
final class StatisticsSums {

	private static final long[] NONE = new long[SumPositions.COUNT];

	private final Instant to;

	private final Duration step;

	private final long[][] steps;

	/** Sums of steps that end at a time. */
	StatisticsSums(Instant to, Duration step, int count) {
		this.to = to;
		this.step = step;
		this.steps = new long[count][];
		Arrays.fill(this.steps, NONE);
	}

	/** Other sums of the same steps. */
	StatisticsSums another() {
		return new StatisticsSums(this.to, this.step, this.steps.length);
	}

	Instant from() {
		return at(0);
	}

	Instant to() {
		return this.to;
	}

	private Instant at(int index) {
		return this.to.minus(this.step.multipliedBy(this.steps.length - index));
	}

	/** Add sums of a time; those of other times are left out. */
	void add(Instant begin, AttemptSums sums) {
		long index = Math.floorDiv(Duration.between(from(), begin).toMillis(), this.step.toMillis());
		if (index >= 0 && index < this.steps.length) {
			if (this.steps[(int) index] == NONE) {
				this.steps[(int) index] = new long[SumPositions.COUNT];
			}
			sums.addTo(this.steps[(int) index]);
		}
	}

	JobStatistics statistics() {
		long[] total = new long[SumPositions.COUNT];
		List<Point> points = new ArrayList<>(this.steps.length);
		for (int i = 0; i < this.steps.length; i++) {
			long[] sums = this.steps[i];
			Arrays.setAll(total, (position) -> total[position] + sums[position]);
			points.add(point(at(i), sums));
		}
		return new JobStatistics(from(), this.to, this.step, point(from(), total), points);
	}

	private static Point point(Instant at, long[] sums) {
		return new Point(at, of(sums, JobStatus.SUCCESS),
				of(sums, JobStatus.FAILED) + of(sums, JobStatus.MAX_RETRIES) + of(sums, JobStatus.TIMEOUT),
				of(sums, JobStatus.RETRY), of(sums, JobStatus.ABORTED), of(sums, JobStatus.CANCELLED),
				of(sums, JobStatus.INTERRUPTED), of(sums, JobStatus.QUEUED),
				times(sums, SumPositions.WAITS, SumPositions.WAIT_MICROS),
				times(sums, SumPositions.RUNS, SumPositions.RUN_MICROS));
	}

	private static long of(long[] sums, JobStatus status) {
		return sums[SumPositions.of(status)];
	}

	private static Times times(long[] sums, int first, int micros) {
		long[] buckets = Arrays.copyOfRange(sums, first, first + DurationBuckets.COUNT);
		long count = Arrays.stream(buckets).sum();
		return (count == 0) ? new Times(0, null, null, null, null)
				: new Times(count, Duration.ofNanos(1000 * (sums[micros] / count)),
						DurationBuckets.quantile(buckets, 0.5), DurationBuckets.quantile(buckets, 0.95),
						DurationBuckets.quantile(buckets, 0.99));
	}

}
