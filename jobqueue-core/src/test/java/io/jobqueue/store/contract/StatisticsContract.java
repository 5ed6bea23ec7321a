package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.jobqueue.JobStatistics;
import io.jobqueue.JobStatistics.Point;
import io.jobqueue.JobStatus;
import io.jobqueue.StatisticsQuery;
import io.jobqueue.TaskStatistics;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.statistics.AttemptSums;
import io.jobqueue.store.statistics.DurationBuckets;
import io.jobqueue.store.statistics.Resolution;
import io.jobqueue.store.statistics.StatisticsStore;
import io.jobqueue.store.statistics.StoredSums;
import io.jobqueue.store.statistics.SumPositions;
import io.jobqueue.store.statistics.TaskSums;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Sums of what attempts came to. */
abstract class StatisticsContract extends StoreContract {

	private static final String TASK = "send";

	private static final String OTHER_TASK = "print";

	@Test
	void sumsOfSeveralCallsAreAdded() {
		Instant now = now();
		add(QUEUE, now, TASK, sums(3, 1));
		add(QUEUE, now, OTHER_TASK, sums(5, 0));
		add(QUEUE, now, TASK, sums(4, 2));
		for (Resolution resolution : Resolution.values()) {
			assertThat(read(resolution, now, QUEUE)).containsExactlyInAnyOrder(
					new StoredSums(QUEUE, TASK, resolution.begin(now), sums(7, 3)),
					new StoredSums(QUEUE, OTHER_TASK, resolution.begin(now), sums(5, 0)));
		}
	}

	@Test
	void sumsOfOneCallMayBeOfSeveralTimesAndTasks() {
		Instant begin = Resolution.TEN_MINUTES.begin(now());
		Instant later = begin.plus(Duration.ofMinutes(3));
		statistics().add(QUEUE, List.of(new TaskSums(TASK, begin, sums(1, 0)), new TaskSums(TASK, later, sums(2, 0)),
				new TaskSums(TASK, later, sums(4, 0)), new TaskSums(OTHER_TASK, later, sums(8, 0))));
		assertThat(read(Resolution.MINUTE, begin, QUEUE))
			.containsExactly(new StoredSums(QUEUE, TASK, begin, sums(1, 0)));
		assertThat(read(Resolution.MINUTE, later, QUEUE)).containsExactlyInAnyOrder(
				new StoredSums(QUEUE, TASK, later, sums(6, 0)), new StoredSums(QUEUE, OTHER_TASK, later, sums(8, 0)));
		assertThat(read(Resolution.TEN_MINUTES, begin, QUEUE)).containsExactlyInAnyOrder(
				new StoredSums(QUEUE, TASK, begin, sums(7, 0)), new StoredSums(QUEUE, OTHER_TASK, begin, sums(8, 0)));
	}

	@Test
	void manySumsAreAddedByOneCall() {
		Instant now = now();
		statistics().add(QUEUE,
				IntStream.range(0, 450).mapToObj((i) -> new TaskSums("task-" + i, now, sums(1 + i, 0))).toList());
		assertThat(read(Resolution.MINUTE, now, QUEUE)).hasSize(450)
			.allMatch((each) -> each.sums().get(0) == 1 + Integer.parseInt(each.task().substring(5)));
	}

	@Test
	void queuesAndPeriodsAreApart() {
		Instant now = now();
		add(QUEUE, now, TASK, sums(1, 0));
		add(OTHER_QUEUE, now, TASK, sums(2, 0));
		add(QUEUE, now.minus(Duration.ofMinutes(20)), TASK, sums(4, 0));
		assertThat(read(Resolution.MINUTE, now, OTHER_QUEUE)).extracting(StoredSums::sums).containsExactly(sums(2, 0));
		assertThat(read(Resolution.MINUTE, now, QUEUE, OTHER_QUEUE)).hasSize(2);
		Instant first = Resolution.MINUTE.begin(now.minus(Duration.ofMinutes(20)));
		assertThat(statistics().read(List.of(QUEUE), Resolution.MINUTE, first, Resolution.MINUTE.begin(now)))
			.containsExactly(new StoredSums(QUEUE, TASK, first, sums(4, 0)));
		assertThat(statistics().read(List.of(), Resolution.MINUTE, first, now)).isEmpty();
		assertThat(statistics().read(List.of("unknown"), Resolution.MINUTE, first, now)).isEmpty();
	}

	@Test
	void allPositionsAndLargeSumsAreKept() {
		Instant now = now();
		long[] all = new long[SumPositions.COUNT + 40];
		Arrays.setAll(all, (i) -> 1_000_000_000_000L + i);
		add(QUEUE, now, TASK, AttemptSums.of(all));
		add(QUEUE, now, TASK, AttemptSums.of(all));
		Arrays.setAll(all, (i) -> 2 * all[i]);
		assertThat(read(Resolution.MINUTE, now, QUEUE)).extracting(StoredSums::sums)
			.containsExactly(AttemptSums.of(all));
	}

	@Test
	void expiredSumsAreRemovedAndDoNotMakeAQueue() {
		Instant now = now();
		Map<Resolution, Duration> ages = Map.of(Resolution.MINUTE, Duration.ofHours(5), Resolution.TEN_MINUTES,
				Duration.ofHours(100));
		ages.forEach((resolution, age) -> add(QUEUE, now.minus(age), TASK, sums(1, 0)));
		add(QUEUE, now, TASK, sums(2, 0));
		this.store.maintenance().prune(QUEUE, Map.of(JobStatus.SUCCESS, new StatusRetention(LONG, 100)), 100);
		ages.forEach((resolution, age) -> assertThat(read(resolution, now.minus(age), QUEUE)).isEmpty());
		assertThat(read(Resolution.TEN_MINUTES, now, QUEUE)).hasSize(1);
		assertThat(this.store.queries().queues()).isEmpty();
	}

	@Test
	void otherStoreHasOtherSums() {
		Instant now = now();
		add(QUEUE, now, TASK, sums(1, 0));
		StoreBackend other = backend();
		assertThat(other.part(StatisticsStore.class)
			.read(List.of(QUEUE), Resolution.MINUTE, now.minus(LONG), now.plus(LONG))).isEmpty();
	}

	@Test
	void workersThatAddAtTheSameTimeLoseNothing() throws Exception {
		Instant now = now();
		int workers = 4;
		int calls = 25;
		ExecutorService threads = Executors.newFixedThreadPool(workers);
		try {
			List<Callable<Void>> adding = new ArrayList<>();
			for (int i = 0; i < workers; i++) {
				String own = "task-" + i;
				adding.add(() -> {
					for (int call = 0; call < calls; call++) {
						statistics().add(QUEUE,
								List.of(new TaskSums(TASK, now, sums(2, 1)), new TaskSums(own, now, sums(1, 0))));
					}
					return null;
				});
			}
			for (Future<Void> each : threads.invokeAll(adding)) {
				each.get();
			}
		}
		finally {
			threads.shutdown();
		}
		for (Resolution resolution : Resolution.values()) {
			List<StoredSums> found = read(resolution, now, QUEUE);
			assertThat(found).hasSize(1 + workers);
			assertThat(found).filteredOn((each) -> each.task().equals(TASK))
				.extracting(StoredSums::sums)
				.containsExactly(sums(2 * workers * calls, workers * calls));
			assertThat(found).filteredOn((each) -> !each.task().equals(TASK))
				.extracting(StoredSums::sums)
				.containsOnly(sums(calls, 0));
		}
	}

	@Test
	void explorerReadsPointsTotalsAndPercentiles() {
		insert();
		insert(JobSpec.in(OTHER_QUEUE));
		Instant now = now();
		add(QUEUE, now, TASK, ran(90, Duration.ofMillis(3)));
		add(QUEUE, now.minus(Duration.ofMinutes(30)), TASK, ran(10, Duration.ofSeconds(70)));
		add(OTHER_QUEUE, now, TASK, ran(5, Duration.ofMillis(3)));
		StoreJobExplorer explorer = new StoreJobExplorer(this.store, new JacksonJobSerializer());
		for (Duration period : List.of(Duration.ofHours(1), Duration.ofHours(72))) {
			StatisticsQuery query = StatisticsQuery.last(period).withTask(TASK);
			assertThat(explorer.statistics(query).total().succeeded()).isEqualTo(105);
			JobStatistics inQueue = explorer.statistics(query.inQueue(QUEUE));
			assertThat(inQueue.total().runTimes().count()).isEqualTo(100);
			assertThat(inQueue.total().runTimes().p50()).isBetween(Duration.ofMillis(2), Duration.ofMillis(4));
			assertThat(inQueue.total().runTimes().p95()).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(140));
			assertThat(inQueue.points()).filteredOn((point) -> point.ended() > 0)
				.extracting(Point::succeeded)
				.containsExactly(10L, 90L);
			assertThat(explorer.taskStatistics(query)).extracting(TaskStatistics::queue)
				.containsExactly(QUEUE, OTHER_QUEUE);
			assertThat(explorer.taskStatistics(query.acrossQueues())).singleElement()
				.satisfies((task) -> assertThat(task.statistics().total().succeeded()).isEqualTo(105));
		}
	}

	private static AttemptSums ran(int count, Duration each) {
		long[] sums = new long[SumPositions.COUNT];
		sums[SumPositions.of(JobStatus.SUCCESS)] = count;
		sums[SumPositions.RUNS + DurationBuckets.of(each.toNanos())] = count;
		sums[SumPositions.RUN_MICROS] = count * each.toNanos() / 1000;
		return AttemptSums.of(sums);
	}

	private Instant now() {
		// The end of a period must not come between two calls of a test.
		Instant now = this.store.queries().now();
		return Resolution.TEN_MINUTES.begin(now).plusSeconds(1);
	}

	private StatisticsStore statistics() {
		return this.store.part(StatisticsStore.class);
	}

	private void add(String queue, Instant at, String task, AttemptSums sums) {
		statistics().add(queue, List.of(new TaskSums(task, at, sums)));
	}

	private List<StoredSums> read(Resolution resolution, Instant at, String... queues) {
		Instant begin = resolution.begin(at);
		return statistics().read(List.of(queues), resolution, begin, begin.plusMillis(1));
	}

	private static AttemptSums sums(long succeeded, long retried) {
		long[] sums = new long[SumPositions.COUNT];
		sums[SumPositions.of(JobStatus.SUCCESS)] = succeeded;
		sums[SumPositions.of(JobStatus.RETRY)] = retried;
		return AttemptSums.of(sums);
	}

}
