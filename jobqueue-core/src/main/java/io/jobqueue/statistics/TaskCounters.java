package io.jobqueue.statistics;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.jobqueue.JobStatus;
import io.jobqueue.store.statistics.AttemptSums;
import io.jobqueue.store.statistics.DurationBuckets;
import io.jobqueue.store.statistics.SumPositions;

/**
 * Counts the attempts of one task in one queue. Counters only increase, so no addition is
 * lost while they are read. Any thread may count, one at a time may collect.
 */
final class TaskCounters {

	private final LongAdder[] counters = Stream.generate(LongAdder::new)
		.limit(SumPositions.COUNT)
		.toArray(LongAdder[]::new);

	private final long[] collected = new long[SumPositions.COUNT];

	private long countedAt;

	/** Make counters at a time of {@link System#nanoTime()}. */
	TaskCounters(long now) {
		this.countedAt = now;
	}

	void started(Duration waited) {
		add(waited, SumPositions.WAITS, SumPositions.WAIT_MICROS);
	}

	void finished(JobStatus status, Duration execution) {
		count(status, 1);
		if (status != JobStatus.QUEUED) {
			add(execution, SumPositions.RUNS, SumPositions.RUN_MICROS);
		}
	}

	void count(JobStatus status, int attempts) {
		this.counters[SumPositions.of(status)].add(attempts);
	}

	private void add(Duration duration, int buckets, int micros) {
		long nanos = Math.max(0, duration.toNanos());
		this.counters[buckets + DurationBuckets.of(nanos)].increment();
		this.counters[micros].add(nanos / 1000);
	}

	/** What was counted since the last time. */
	AttemptSums collect(long now) {
		long[] sums = new long[SumPositions.COUNT];
		for (int i = 0; i < sums.length; i++) {
			long sum = this.counters[i].sum();
			sums[i] = sum - this.collected[i];
			this.collected[i] = sum;
		}
		AttemptSums result = AttemptSums.of(sums);
		this.countedAt = result.isEmpty() ? this.countedAt : now;
		return result;
	}

	/** For how long nothing was collected, in nanoseconds. */
	long idle(long now) {
		return now - this.countedAt;
	}

}
