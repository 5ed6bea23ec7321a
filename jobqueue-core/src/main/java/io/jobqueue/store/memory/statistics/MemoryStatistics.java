package io.jobqueue.store.memory.statistics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.jobqueue.store.statistics.AttemptSums;
import io.jobqueue.store.statistics.Resolution;
import io.jobqueue.store.statistics.StatisticsStore;
import io.jobqueue.store.statistics.StoredSums;
import io.jobqueue.store.statistics.TaskSums;

/** Statistics in memory. What has expired is removed when something is added. */
public final class MemoryStatistics implements StatisticsStore {

	private final InstantSource clock;

	/** By resolution, begin and key; guarded by this. */
	private final Map<Resolution, TreeMap<Instant, Map<Key, AttemptSums>>> sums = new HashMap<>();

	public MemoryStatistics(InstantSource clock) {
		this.clock = clock;
	}

	@Override
	public synchronized void add(String queue, List<TaskSums> sums) {
		for (Resolution resolution : Resolution.values()) {
			TreeMap<Instant, Map<Key, AttemptSums>> periods = this.sums.computeIfAbsent(resolution,
					(absent) -> new TreeMap<>());
			sums.forEach((each) -> periods.computeIfAbsent(resolution.begin(each.at()), (absent) -> new HashMap<>())
				.merge(new Key(queue, each.task()), each.sums(), AttemptSums::plus));
			Instant now = this.clock.instant();
			periods.keySet().removeIf((begin) -> !resolution.expiry(begin).isAfter(now));
		}
	}

	@Override
	public synchronized List<StoredSums> read(Collection<String> queues, Resolution resolution, Instant from,
			Instant to) {
		Set<String> wanted = new HashSet<>(queues);
		List<StoredSums> found = new ArrayList<>();
		this.sums.getOrDefault(resolution, new TreeMap<>())
			.subMap(from, to)
			.forEach((begin, periods) -> periods.forEach((key, each) -> {
				if (wanted.contains(key.queue())) {
					found.add(new StoredSums(key.queue(), key.task(), begin, each));
				}
			}));
		return found;
	}

	private record Key(String queue, String task) {
	}

}
