package io.jobqueue.management;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatistics;
import io.jobqueue.StatisticsQuery;
import io.jobqueue.TaskStatistics;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.statistics.Resolution;
import io.jobqueue.store.statistics.StatisticsStore;
import io.jobqueue.store.statistics.StoredSums;

import org.jspecify.annotations.Nullable;

/** Reads statistics. */
final class StatisticsReads {

	/** A chart of this many points is fine enough for one of many tasks. */
	private static final int TASK_POINTS = 72;

	private final StoreBackend store;

	StatisticsReads(StoreBackend store) {
		this.store = store;
	}

	JobStatistics statistics(StatisticsQuery query) {
		StatisticsStore statistics = this.store.part(StatisticsStore.class);
		Resolution resolution = Resolution.of(query.period());
		StatisticsSums sums = sums(query, resolution, resolution.length());
		read(statistics, query, resolution, sums).forEach((each) -> sums.add(each.begin(), each.sums()));
		return sums.statistics();
	}

	List<TaskStatistics> taskStatistics(StatisticsQuery query) {
		StatisticsStore statistics = this.store.part(StatisticsStore.class);
		Resolution resolution = Resolution.of(query.period());
		long periods = periods(query.period(), resolution.length());
		Duration step = resolution.length().multipliedBy(periods(periods, TASK_POINTS));
		StatisticsSums span = sums(query, resolution, step);
		Map<Key, StatisticsSums> tasks = new HashMap<>();
		read(statistics, query, resolution, span).forEach((each) -> tasks
			.computeIfAbsent(new Key(query.byQueue() ? each.queue() : null, each.task()), (key) -> span.another())
			.add(each.begin(), each.sums()));
		return tasks.entrySet()
			.stream()
			.map((each) -> new TaskStatistics(each.getKey().queue(), each.getKey().task(),
					each.getValue().statistics()))
			.sorted(Comparator.comparing(TaskStatistics::task)
				.thenComparing(TaskStatistics::queue, Comparator.nullsFirst(Comparator.naturalOrder())))
			.toList();
	}

	/** The current period is the last one, although it has not ended. */
	private StatisticsSums sums(StatisticsQuery query, Resolution resolution, Duration step) {
		Instant to = resolution.begin(this.store.queries().now()).plus(resolution.length());
		return new StatisticsSums(to, step, (int) periods(query.period(), step));
	}

	private List<StoredSums> read(StatisticsStore statistics, StatisticsQuery query, Resolution resolution,
			StatisticsSums span) {
		Collection<String> queues = (query.queue() != null) ? List.of(query.queue()) : this.store.queries().queues();
		List<StoredSums> found = statistics.read(queues, resolution, span.from(), span.to());
		return (query.task() == null) ? found
				: found.stream().filter((each) -> each.task().equals(query.task())).toList();
	}

	private static long periods(Duration all, Duration one) {
		return periods(all.toMillis(), one.toMillis());
	}

	private static long periods(long all, long one) {
		return (all + one - 1) / one;
	}

	private record Key(@Nullable String queue, String task) {
	}

}
