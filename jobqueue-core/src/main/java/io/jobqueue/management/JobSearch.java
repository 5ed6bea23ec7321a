package io.jobqueue.management;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.jobqueue.FailureGroup;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobCount;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummaryPage;
import io.jobqueue.QueueInfo;
import io.jobqueue.store.JobQueries;
import org.jspecify.annotations.Nullable;

/**
 * Searches and counts jobs in any store, page by page: by status in the order of
 * {@link JobStatus}, then by queue, and within these from the last job on.
 */
public final class JobSearch {

	private static final long PAGE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final int LARGEST_PAGE = 1_000;

	private static final Set<JobStatus> DEAD_LETTERS = EnumSet.copyOf(JobQuery.deadLetters().statuses());

	private final JobQueries queries;

	private final FailureReads failures;

	private final LongSupplier nanoTime;

	public JobSearch(JobQueries queries) {
		this(queries, System::nanoTime);
	}

	JobSearch(JobQueries queries, LongSupplier nanoTime) {
		this.queries = queries;
		this.failures = new FailureReads(queries, nanoTime);
		this.nanoTime = nanoTime;
	}

	/**
	 * A page of jobs.
	 * @throws io.jobqueue.InvalidJobException if the cursor of the query is none
	 */
	public JobPage search(JobQuery query) {
		SearchPage page = new SearchPage(this.queries, query).whole();
		List<String> queues = queues(query);
		SearchCursor next = page.fill(queues, tag(query, queues, page.start()));
		return new JobPage(page.jobs(), (next != null) ? next.toString() : null);
	}

	/**
	 * A page of summaries, for a bounded time.
	 * @throws io.jobqueue.InvalidJobException if the cursor of the query is none
	 */
	public JobSummaryPage summaries(JobQuery query) {
		long begin = this.nanoTime.getAsLong();
		SearchPage page = new SearchPage(this.queries, query)
			.until(() -> this.nanoTime.getAsLong() - begin >= PAGE_NANOS);
		List<String> queues = queues(query);
		SearchCursor start = page.start();
		String tag = tag(query, queues, start);
		long total = (start != null) ? start.total()
				: (tag != null) ? this.queries.tagged(tag, queues) : sizes(query.statuses(), queues);
		SearchCursor next = page.fill(queues, tag);
		return new JobSummaryPage(page.summaries(), page.looked(), Math.max(total, page.looked()),
				(next != null) ? next.withTotal(total).toString() : null);
	}

	/**
	 * The tag to find jobs by: the rarest one of the query, and that of the first page
	 * for all others. The other tags are checked on each job.
	 */
	private @Nullable String tag(JobQuery query, List<String> queues, @Nullable SearchCursor start) {
		List<String> tags = query.tags();
		if (start != null) {
			return tag(query, start);
		}
		return (tags.size() < 2) ? tags.stream().findFirst().orElse(null)
				: Collections.min(tags, Comparator.comparing((tag) -> this.queries.tagged(tag, queues)));
	}

	private static @Nullable String tag(JobQuery query, SearchCursor start) {
		String tag = start.source().tag();
		if ((tag == null) ? !query.tags().isEmpty() : !query.tags().contains(tag)) {
			throw new InvalidJobException(("The cursor of a query with the tags %s is that of a query with other tags: "
					+ "keep the query for all its pages")
				.formatted(query.tags()));
		}
		return tag;
	}

	private List<String> queues(JobQuery query) {
		return (query.queue() != null) ? List.of(query.queue()) : this.queries.queues();
	}

	private long sizes(Collection<JobStatus> statuses, List<String> queues) {
		List<QueueInfo> infos = (queues.size() == 1) ? List.of(this.queries.queue(queues.get(0)))
				: this.queries.queues(queues);
		return infos.stream().mapToLong((queue) -> statuses.stream().mapToLong(queue::size).sum()).sum();
	}

	/**
	 * The number of jobs that match a query.
	 * @param time after how long to stop, {@code null} to count all
	 */
	JobCount count(JobQuery query, @Nullable Duration time) {
		if (!query.isFiltered()) {
			return new JobCount(sizes(query.statuses(), queues(query)), true);
		}
		if (query.statuses().equals(DEAD_LETTERS) && query.text() == null && query.tags().isEmpty()
				&& query.from() == null && query.until() == null) {
			return new JobCount(failures(query), true);
		}
		long begin = this.nanoTime.getAsLong();
		JobQuery page = query.withLimit(LARGEST_PAGE).after(null);
		long count = 0;
		while (true) {
			JobSummaryPage found = summaries(page);
			count += found.jobs().size();
			if (found.next() == null) {
				return new JobCount(count, true);
			}
			boolean timeIsUp = time != null && time.minusNanos(this.nanoTime.getAsLong() - begin).isNegative();
			if (timeIsUp) {
				return new JobCount(count, false);
			}
			page = page.after(found.next());
		}
	}

	/** The groups of dead letters, for a bounded time. */
	List<FailureGroup> failures() {
		return this.failures.read();
	}

	private long failures(JobQuery query) {
		return this.queries.failures()
			.stream()
			.filter((group) -> query.queue() == null || query.queue().equals(group.queue()))
			.filter((group) -> query.task() == null || query.task().equals(group.task()))
			.filter((group) -> query.errorType() == null || query.errorType().equals(group.errorType()))
			.mapToLong(FailureGroup::count)
			.sum();
	}

}
