package io.jobqueue.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.statistics.AttemptCounters.QueueTask;
import io.jobqueue.store.statistics.AttemptSums;
import io.jobqueue.store.statistics.TaskSums;

/**
 * Sums that the store does not have yet, by the minute in which they were collected: at
 * most those of two hours, and at most {@value #MOST_SUMS}. Not for use by several
 * threads. Times are of {@link System#nanoTime()}.
 */
final class UnsentSums {

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private static final int MOST_MINUTES = 120;

	private static final int MOST_SUMS = 20_000;

	/** The oldest first. */
	private final Deque<Minute> minutes = new ArrayDeque<>();

	/**
	 * Add sums.
	 * @return how many of the oldest sums were dropped, to remain within the bounds
	 */
	int add(long now, Map<QueueTask, AttemptSums> sums) {
		if (sums.isEmpty()) {
			return 0;
		}
		Minute last = this.minutes.peekLast();
		if (last == null || now - last.begin >= MINUTE) {
			last = new Minute(now, new HashMap<>());
			this.minutes.add(last);
		}
		Map<QueueTask, AttemptSums> known = last.sums;
		sums.forEach((key, each) -> known.merge(key, each, AttemptSums::plus));
		int dropped = 0;
		while (this.minutes.size() > MOST_MINUTES || (this.minutes.size() > 1 && size() > MOST_SUMS)) {
			dropped += this.minutes.remove().sums.size();
		}
		return dropped;
	}

	private int size() {
		return this.minutes.stream().mapToInt((minute) -> minute.sums.size()).sum();
	}

	Set<String> queues() {
		return this.minutes.stream()
			.flatMap((minute) -> minute.sums.keySet().stream())
			.map(QueueTask::queue)
			.collect(Collectors.toSet());
	}

	/**
	 * The sums of a queue.
	 * @param now the present time
	 * @param storeTime the same by the clock of the store
	 */
	List<TaskSums> of(String queue, long now, Instant storeTime) {
		return this.minutes.stream().flatMap((minute) -> minute.of(queue, now, storeTime)).toList();
	}

	/** Forget the sums of a queue. */
	void sent(String queue) {
		this.minutes.forEach((minute) -> minute.sums.keySet().removeIf((key) -> key.queue().equals(queue)));
		this.minutes.removeIf((minute) -> minute.sums.isEmpty());
	}

	/** What was collected within a minute from a time on. */
	private record Minute(long begin, Map<QueueTask, AttemptSums> sums) {

		Stream<TaskSums> of(String queue, long now, Instant storeTime) {
			Instant at = storeTime.minusNanos(now - this.begin);
			return this.sums.entrySet()
				.stream()
				.filter((each) -> each.getKey().queue().equals(queue))
				.map((each) -> new TaskSums(each.getKey().task(), at, each.getValue()));
		}

	}

}
