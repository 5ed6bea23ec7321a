package io.jobqueue.management;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobQuery;
import io.jobqueue.JobSummary;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the groups of dead letters. Their numbers are kept by the store. When jobs of a
 * group ended is read from the newest dead letters of each queue, a bounded number.
 */
final class FailureReads {

	private static final int MOST_READ = 2_000;

	private static final int LEAST_OF_SOURCE = 20;

	private final JobQueries queries;

	private final List<JobSummary> read = new ArrayList<>();

	/** The queues of which not all dead letters were read. */
	private final Set<String> partly = new HashSet<>();

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
		for (JobSource source : sources) {
			if (this.read.size() >= MOST_READ || timeIsUp.getAsBoolean()) {
				this.partly.add(source.queue());
			}
			else {
				read(source, limit);
			}
		}
		return groups.stream().map(this::withTimes).toList();
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

	private void read(JobSource source, int limit) {
		List<JobPosition> positions = this.queries.positions(source, null, limit);
		if (positions.size() == limit) {
			this.partly.add(source.queue());
		}
		this.read.addAll(this.queries.summaries(source, positions.stream().map(JobPosition::id).toList()));
	}

	private FailureGroup withTimes(FailureGroup group) {
		SearchFilter filter = new SearchFilter(group.query());
		List<JobSummary> jobs = this.read.stream()
			.filter((job) -> job.queue().equals(group.queue()) && filter.matches(job))
			.sorted(Comparator.comparing(JobSummary::since))
			.collect(Collectors.toList());
		if (jobs.isEmpty()) {
			return group;
		}
		JobSummary last = jobs.get(jobs.size() - 1);
		@Nullable Instant first = this.partly.contains(group.queue()) ? null : jobs.get(0).since();
		return new FailureGroup(group.queue(), group.task(), group.errorType(), group.count(), first, last.since(),
				last.id());
	}

}
