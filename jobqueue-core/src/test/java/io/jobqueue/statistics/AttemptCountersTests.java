package io.jobqueue.statistics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.statistics.AttemptCounters.QueueTask;
import io.jobqueue.store.statistics.AttemptSums;
import io.jobqueue.store.statistics.DurationBuckets;
import io.jobqueue.store.statistics.SumPositions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptCountersTests {

	private static final JobId ID = JobId.of("emails-1");

	private final AtomicLong nanos = new AtomicLong(-5);

	private final AttemptCounters counters = new AttemptCounters(this.nanos::get);

	@Test
	void attemptsAreCountedByOutcomeAndTime() {
		this.counters.onEvent(new JobEvent.Started(ID, "emails", "send", 1, 1, Duration.ofMillis(5)));
		this.counters.onEvent(finished("send", JobStatus.RETRY, Duration.ofMillis(100)));
		this.counters.onEvent(finished("send", JobStatus.SUCCESS, Duration.ofMillis(3)));
		this.counters.onEvent(finished("send", JobStatus.QUEUED, Duration.ofSeconds(9)));
		AttemptSums sums = this.counters.collect().get(new QueueTask("emails", "send"));
		assertThat(sums.get(SumPositions.of(JobStatus.SUCCESS))).isEqualTo(1);
		assertThat(sums.get(SumPositions.of(JobStatus.RETRY))).isEqualTo(1);
		assertThat(sums.get(SumPositions.of(JobStatus.QUEUED))).isEqualTo(1);
		assertThat(sums.get(SumPositions.WAIT_MICROS)).isEqualTo(5000);
		assertThat(sums.get(SumPositions.WAITS + DurationBuckets.of(5_000_000))).isEqualTo(1);
		assertThat(sums.get(SumPositions.RUN_MICROS)).isEqualTo(103_000);
		assertThat(this.counters.collect()).isEmpty();
	}

	@Test
	void reclaimedJobsAreLostAndPoisonJobsFailed() {
		this.counters.onEvent(new JobEvent.Reclaimed("emails", 2, List.of(ID)));
		AttemptSums sums = this.counters.collect().get(new QueueTask("emails", "unknown"));
		assertThat(sums.get(SumPositions.of(JobStatus.QUEUED))).isEqualTo(3);
		assertThat(sums.get(SumPositions.of(JobStatus.FAILED))).isEqualTo(1);
	}

	@Test
	void furtherTasksAreCountedTogether() {
		int all = AttemptCounters.MOST + 50;
		IntStream.range(0, all).forEach((i) -> this.counters.onEvent(success("task-" + i)));
		Map<QueueTask, AttemptSums> sums = this.counters.collect();
		assertThat(sums).hasSize(AttemptCounters.MOST + 1);
		assertThat(sums.get(new QueueTask("emails", AttemptCounters.OTHER)).get(0)).isEqualTo(50);
	}

	@Test
	void idleTasksGiveTheirPlaceToOthers() {
		IntStream.range(0, AttemptCounters.MOST).forEach((i) -> this.counters.onEvent(success("task-" + i)));
		this.counters.collect();
		this.nanos.addAndGet(Duration.ofMinutes(9).toNanos());
		this.counters.onEvent(success("task-0"));
		this.counters.collect();
		this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
		assertThat(this.counters.collect()).isEmpty();
		assertThat(this.counters.size()).isEqualTo(1);
		this.counters.onEvent(success("new"));
		assertThat(this.counters.collect()).containsOnlyKeys(new QueueTask("emails", "new"));
	}

	@Test
	void nothingIsLostWhileOthersCount() throws Exception {
		int each = 20_000;
		ExecutorService threads = Executors.newFixedThreadPool(4);
		AtomicBoolean counting = new AtomicBoolean(true);
		try {
			Future<Long> collecting = threads.submit(() -> {
				long total = 0;
				while (counting.get()) {
					total += total(this.counters.collect());
				}
				return total + total(this.counters.collect());
			});
			Callable<Void> count = () -> {
				IntStream.range(0, each).forEach((i) -> this.counters.onEvent(success("send")));
				return null;
			};
			for (Future<Void> done : threads.invokeAll(List.of(count, count, count))) {
				done.get();
			}
			counting.set(false);
			assertThat(collecting.get()).isEqualTo(3L * each);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static long total(Map<QueueTask, AttemptSums> sums) {
		return sums.values().stream().mapToLong((sum) -> sum.get(0)).sum();
	}

	private static JobEvent success(String task) {
		return finished(task, JobStatus.SUCCESS, Duration.ZERO);
	}

	private static JobEvent finished(String task, JobStatus status, Duration execution) {
		return new JobEvent.Finished(ID, "emails", task, 1, 1, status, execution);
	}

}
