package io.jobqueue.management;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobSummary;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the groups of dead letters. Their numbers are kept by the store. When jobs of a
 * group ended is read from the newest dead letters of each queue, a bounded number for a
 * bounded time. Sources whose numbers have changed are read first. Of the others, those
 * are read that were not read for some seconds, the longest time first. What was read of
 * a source before is used again. Safe for use by many threads.
 */
final class FailureReads {

	private static final int MOST_READ = 2_000;

	private static final int MOST_REMEMBERED = 2 * MOST_READ;

	private static final int LEAST_OF_SOURCE = 20;

	/** The time to read sources that are new, or whose numbers have changed. */
	private static final long CHANGED_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

	/** The time after which no other source is read. */
	private static final long UNCHANGED_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

	/** The time after which a source is read although its numbers are the same. */
	private static final long READ_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final JobQueries queries;

	private final LongSupplier nanoTime;

	/** The source that was not read for the longest time is the first. */
	private final Map<JobSource, Newest> remembered = new LinkedHashMap<>();

	FailureReads(JobQueries queries, LongSupplier nanoTime) {
		this.queries = queries;
		this.nanoTime = nanoTime;
	}

	/** Read all groups. */
	List<FailureGroup> read() {
		List<FailureGroup> groups = this.queries.failures();
		Map<String, List<FailureGroup>> numbers = groups.stream()
			.collect(Collectors.groupingBy(FailureGroup::queue, LinkedHashMap::new, Collectors.toList()));
		List<JobSource> sources = sources(numbers.keySet());
		Map<JobSource, Newest> known = remembered(sources);
		int limit = Math.max(LEAST_OF_SOURCE, MOST_READ / Math.max(1, sources.size()));
		int read = 0;
		// The numbers may have taken long: some source is read in any case.
		long begin = this.nanoTime.getAsLong();
		for (JobSource source : inOrder(sources, known, numbers)) {
			List<FailureGroup> now = numbers.getOrDefault(source.queue(), List.of());
			Newest before = known.get(source);
			long time = isUnchanged(before, now) ? UNCHANGED_NANOS : CHANGED_NANOS;
			if (read >= MOST_READ || this.nanoTime.getAsLong() - begin >= time || isFresh(before, now, begin)) {
				break;
			}
			Newest newest = newest(source, now, (before != null) ? before.letters : Map.of(), limit);
			read += newest.letters.size();
			known.put(source, newest);
			remember(source, newest);
		}
		return withTimes(groups, sources, known);
	}

	private List<JobSource> sources(Set<String> queues) {
		List<JobSource> sources = queues.stream()
			.flatMap(
					(queue) -> JobQuery.deadLetters().statuses().stream().map((status) -> new JobSource(status, queue)))
			.toList();
		return sources.isEmpty() ? sources : this.queries.filled(sources);
	}

	/** What is remembered of the sources. All others are forgotten. */
	private Map<JobSource, Newest> remembered(List<JobSource> sources) {
		synchronized (this.remembered) {
			this.remembered.keySet().retainAll(Set.copyOf(sources));
			return new LinkedHashMap<>(this.remembered);
		}
	}

	private void remember(JobSource source, Newest newest) {
		synchronized (this.remembered) {
			this.remembered.remove(source);
			this.remembered.put(source, newest);
			int size = this.remembered.values().stream().mapToInt((each) -> each.letters.size()).sum();
			for (Map.Entry<JobSource, Newest> oldest : this.remembered.entrySet()) {
				if (size <= MOST_REMEMBERED) {
					break;
				}
				size -= oldest.getValue().letters.size();
				// Its place stays, so that all others are read before it.
				oldest.setValue(oldest.getValue().emptied());
			}
		}
	}

	private static List<JobSource> inOrder(List<JobSource> sources, Map<JobSource, Newest> known,
			Map<String, List<FailureGroup>> numbers) {
		List<JobSource> order = new ArrayList<>(sources);
		order.removeAll(known.keySet());
		order.addAll(known.keySet());
		// The sort is stable.
		order.sort(Comparator
			.comparing((source) -> isUnchanged(known.get(source), numbers.getOrDefault(source.queue(), List.of()))));
		return order;
	}

	private static boolean isUnchanged(@Nullable Newest before, List<FailureGroup> now) {
		return before != null && before.numbers.equals(now);
	}

	private static boolean isFresh(@Nullable Newest before, List<FailureGroup> now, long nanoTime) {
		return before != null && before.numbers.equals(now) && nanoTime - before.readAt < READ_AGAIN_NANOS;
	}

	private Newest newest(JobSource source, List<FailureGroup> numbers, Map<JobPosition, DeadLetter> before,
			int limit) {
		List<JobPosition> positions = this.queries.positions(source, null, limit);
		Map<JobPosition, DeadLetter> letters = new HashMap<>();
		Map<JobId, JobPosition> unknown = new HashMap<>();
		for (JobPosition position : positions) {
			DeadLetter letter = before.get(position);
			if (letter != null) {
				letters.put(position, letter);
			}
			else {
				unknown.put(position.id(), position);
			}
		}
		if (!unknown.isEmpty()) {
			for (JobSummary job : this.queries.summaries(source, List.copyOf(unknown.keySet()))) {
				JobPosition position = unknown.get(job.id());
				if (position != null) {
					letters.put(position, DeadLetter.of(job));
				}
			}
		}
		return new Newest(numbers, letters, positions.size() < limit, this.nanoTime.getAsLong());
	}

	private static List<FailureGroup> withTimes(List<FailureGroup> groups, List<JobSource> sources,
			Map<JobSource, Newest> known) {
		Set<String> partly = new HashSet<>();
		Map<Group, List<DeadLetter>> letters = new HashMap<>();
		for (JobSource source : sources) {
			Newest newest = known.get(source);
			if (newest == null || !newest.all) {
				partly.add(source.queue());
			}
			if (newest != null) {
				newest.letters.values()
					.forEach((letter) -> letters.computeIfAbsent(letter.group, (group) -> new ArrayList<>())
						.add(letter));
			}
		}
		return groups.stream()
			.map((group) -> withTimes(group, letters.getOrDefault(Group.of(group), List.of()),
					partly.contains(group.queue())))
			.toList();
	}

	private static FailureGroup withTimes(FailureGroup group, List<DeadLetter> letters, boolean partly) {
		if (letters.isEmpty()) {
			return group;
		}
		Comparator<DeadLetter> bySince = Comparator.comparing(DeadLetter::since);
		DeadLetter last = letters.stream().max(bySince).orElseThrow();
		@Nullable Instant first = partly ? null : letters.stream().min(bySince).orElseThrow().since();
		return new FailureGroup(group.queue(), group.task(), group.errorType(), group.count(), first, last.since(),
				last.id());
	}

	/**
	 * The newest dead letters of a source.
	 *
	 * @param numbers the groups of its queue when they were read
	 * @param letters by position; a job that ended again has another one
	 * @param all whether the source had no more
	 * @param readAt the reading of the clock in nanoseconds after it was read
	 */
	private record Newest(List<FailureGroup> numbers, Map<JobPosition, DeadLetter> letters, boolean all, long readAt) {

		Newest emptied() {
			return new Newest(this.numbers, Map.of(), false, this.readAt);
		}

	}

	/** What its jobs have in common. */
	private record Group(String queue, String task, String errorType) {

		static Group of(FailureGroup group) {
			return new Group(group.queue(), group.task(), group.errorType());
		}

	}

	/** When a job of a group ended. */
	private record DeadLetter(Group group, JobId id, Instant since) {

		static DeadLetter of(JobSummary job) {
			String errorType = job.errorType();
			return new DeadLetter(new Group(job.queue(), job.task(), (errorType != null) ? errorType : ""), job.id(),
					job.since());
		}

	}

}
