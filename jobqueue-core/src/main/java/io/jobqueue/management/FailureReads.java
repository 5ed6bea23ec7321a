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
import java.util.function.BooleanSupplier;
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
 * group ended is read from the newest dead letters of each queue, a bounded number. Those
 * that were read before are remembered, since a job that has ended does not change. Safe
 * for use by many threads.
 */
final class FailureReads {

	private static final int MOST_READ = 2_000;

	private static final int LEAST_OF_SOURCE = 20;

	private final JobQueries queries;

	private final Map<Place, DeadLetter> remembered = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Place, DeadLetter> eldest) {
			return size() > 2 * MOST_READ;
		}

	};

	FailureReads(JobQueries queries) {
		this.queries = queries;
	}

	/**
	 * Read all groups.
	 * @param timeIsUp whether no more dead letters are to be read
	 */
	List<FailureGroup> read(BooleanSupplier timeIsUp) {
		List<FailureGroup> groups = this.queries.failures();
		List<JobSource> sources = sources(groups);
		int limit = Math.max(LEAST_OF_SOURCE, MOST_READ / Math.max(1, sources.size()));
		List<DeadLetter> read = new ArrayList<>();
		Set<String> partly = new HashSet<>();
		for (JobSource source : sources) {
			if (read.size() >= MOST_READ || timeIsUp.getAsBoolean()) {
				partly.add(source.queue());
				continue;
			}
			List<JobPosition> positions = this.queries.positions(source, null, limit);
			if (positions.size() == limit) {
				partly.add(source.queue());
			}
			read.addAll(deadLetters(source, positions));
		}
		Map<Group, List<DeadLetter>> grouped = read.stream().collect(Collectors.groupingBy(DeadLetter::group));
		return groups.stream()
			.map((group) -> withTimes(group, grouped.getOrDefault(Group.of(group), List.of()),
					partly.contains(group.queue())))
			.toList();
	}

	private List<JobSource> sources(List<FailureGroup> groups) {
		List<JobSource> sources = groups.stream()
			.map(FailureGroup::queue)
			.distinct()
			.flatMap(
					(queue) -> JobQuery.deadLetters().statuses().stream().map((status) -> new JobSource(status, queue)))
			.toList();
		return sources.isEmpty() ? sources : this.queries.filled(sources);
	}

	private List<DeadLetter> deadLetters(JobSource source, List<JobPosition> positions) {
		List<DeadLetter> known = new ArrayList<>();
		Map<JobId, Place> unknown = new HashMap<>();
		synchronized (this.remembered) {
			for (JobPosition position : positions) {
				Place place = new Place(source, position);
				DeadLetter letter = this.remembered.get(place);
				if (letter != null) {
					known.add(letter);
				}
				else {
					unknown.put(position.id(), place);
				}
			}
		}
		if (unknown.isEmpty()) {
			return known;
		}
		List<JobSummary> summaries = this.queries.summaries(source, List.copyOf(unknown.keySet()));
		synchronized (this.remembered) {
			for (JobSummary summary : summaries) {
				DeadLetter letter = DeadLetter.of(summary);
				known.add(letter);
				Place place = unknown.get(summary.id());
				// It may have ended again since its position was read.
				if (place != null && place.position.time() == summary.since().toEpochMilli()) {
					this.remembered.put(place, letter);
				}
			}
		}
		return known;
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

	/** A job that ended at one time, which is part of its position. */
	private record Place(JobSource source, JobPosition position) {
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
