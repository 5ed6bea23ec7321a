package io.jobqueue.management;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobSummary;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
import org.jspecify.annotations.Nullable;

/**
 * A page of a search while it is filled: source after source, each from its last job on.
 * It reads a bounded number of jobs, so it can be short although more follow.
 */
final class SearchPage {

	private static final int MOST_READ = 2_000;

	/** The cost of one source, in jobs. It bounds the sources that a page reads. */
	private static final int SOURCE_COST = 10;

	/** The maximum number of sources that a page checks for jobs. */
	private static final int MOST_SOURCES = 20_000;

	private static final int FIRST_SOURCES = 500;

	private static final int GROWTH = 8;

	private static final int CHUNK = 500;

	/** Where not all jobs match, or they are read whole. */
	private static final int SMALL_CHUNK = 200;

	/**
	 * Each page reads this number of jobs, however long that takes, unless they are
	 * large.
	 */
	private static final int LEAST_READ = 200;

	/** How many jobs are read whole before their sizes are known. */
	private static final int FIRST_WHOLE = 20;

	/** About how many characters of whole jobs one call may return. */
	private static final long MOST_TEXT = 4 * 1024 * 1024;

	private final JobQueries queries;

	private final JobQuery query;

	private final SearchFilter filter;

	private final @Nullable SearchCursor start;

	private final List<Found> found = new ArrayList<>();

	/** Whether jobs are read whole: to return them, or to check their contents. */
	private boolean whole;

	private boolean returnsWhole;

	/** How many jobs the next call may read whole. */
	private int mostWhole = FIRST_WHOLE;

	private BooleanSupplier timeIsUp = () -> false;

	private int cost;

	private long looked;

	SearchPage(JobQueries queries, JobQuery query) {
		this.queries = queries;
		this.query = query;
		this.filter = new SearchFilter(query);
		this.whole = this.filter.readsContents();
		this.start = (query.cursor() != null) ? SearchCursor.parse(query.cursor()) : null;
		this.looked = (this.start != null) ? this.start.looked() : 0;
	}

	/** Return the jobs whole, not only their summaries. */
	SearchPage whole() {
		this.whole = true;
		this.returnsWhole = true;
		return this;
	}

	/** End the page when its time is up. */
	SearchPage until(BooleanSupplier timeIsUp) {
		this.timeIsUp = timeIsUp;
		return this;
	}

	@Nullable SearchCursor start() {
		return this.start;
	}

	long looked() {
		return this.looked;
	}

	List<JobSummary> summaries() {
		return this.found.stream().map(Found::summary).toList();
	}

	List<JobInfo> jobs() {
		return this.found.stream().map(Found::job).map(Objects::requireNonNull).toList();
	}

	/**
	 * Fill the page.
	 * @param queues the queues to search, sorted
	 * @param tag the tag to find jobs by, {@code null} to find them by status
	 * @return where the next page begins, without the total; {@code null} for the end
	 */
	@Nullable SearchCursor fill(List<String> queues, @Nullable String tag) {
		List<JobSource> sources = sources(queues, tag);
		int size = FIRST_SOURCES;
		for (int from = 0; from < sources.size(); size *= GROWTH) {
			if (from >= MOST_SOURCES) {
				return cursor(sources.get(from), null);
			}
			int to = Math.min(sources.size(), from + size);
			for (JobSource source : this.queries.filled(sources.subList(from, to))) {
				SearchCursor next = read(source);
				if (next != null) {
					return next;
				}
			}
			from = to;
		}
		return null;
	}

	private List<JobSource> sources(List<String> queues, @Nullable String tag) {
		Stream<JobSource> sources = (tag != null) ? queues.stream().map((queue) -> JobSource.ofTag(tag, queue))
				: this.query.statuses()
					.stream()
					.flatMap((status) -> queues.stream().map((queue) -> new JobSource(status, queue)));
		return sources.filter((source) -> this.start == null || this.start.source().compareTo(source) <= 0)
			.sorted()
			.toList();
	}

	/** Return where the next page begins, {@code null} if this one continues. */
	private @Nullable SearchCursor read(JobSource source) {
		JobPosition last = (this.start != null && this.start.source().equals(source)) ? this.start.after() : null;
		if (isFull()) {
			return cursor(source, last);
		}
		this.cost += SOURCE_COST;
		while (true) {
			int wanted = wanted();
			List<JobPosition> chunk = this.queries.positions(source, last, wanted + 1);
			if (chunk.isEmpty()) {
				return null;
			}
			last = take(source, chunk.subList(0, Math.min(chunk.size(), wanted)));
			if (last == chunk.get(chunk.size() - 1)) {
				return null;
			}
			if (isFull()) {
				return cursor(source, last);
			}
		}
	}

	private int wanted() {
		int chunk = this.query.isFiltered() ? SMALL_CHUNK : Math.min(this.whole ? SMALL_CHUNK : CHUNK, room());
		return Math.max(1, Math.min(this.whole ? Math.min(chunk, this.mostWhole) : chunk, MOST_READ - this.cost));
	}

	/** Take the jobs that match, and return the position of the last one looked at. */
	private JobPosition take(JobSource source, List<JobPosition> positions) {
		Map<JobId, Found> jobs = read(source, positions.stream().map(JobPosition::id).toList());
		this.cost += positions.size();
		for (JobPosition position : positions) {
			this.looked++;
			Found job = jobs.get(position.id());
			if (job != null && job.matches(this.filter)) {
				this.found.add(this.returnsWhole ? job : new Found(job.summary(), null));
				if (room() == 0) {
					return position;
				}
			}
		}
		return positions.get(positions.size() - 1);
	}

	private Map<JobId, Found> read(JobSource source, List<JobId> ids) {
		List<Found> jobs = this.whole ? readWhole(source, ids)
				: this.queries.summaries(source, ids).stream().map((job) -> new Found(job, null)).toList();
		return jobs.stream().collect(Collectors.toMap((job) -> job.summary().id(), Function.identity()));
	}

	/** Large jobs are read in small numbers, so that a search needs little memory. */
	private List<Found> readWhole(JobSource source, List<JobId> ids) {
		List<JobInfo> jobs = this.queries.jobs(source, ids);
		long text = jobs.stream().mapToLong((job) -> length(job.payload()) + length(job.result())).sum();
		this.mostWhole = (int) Math.max(1,
				Math.min(SMALL_CHUNK, MOST_TEXT * Math.max(1, jobs.size()) / Math.max(1, text)));
		return jobs.stream().map((job) -> new Found(JobSummary.of(job), job)).toList();
	}

	private static long length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

	private int room() {
		return this.query.limit() - this.found.size();
	}

	private boolean isFull() {
		return room() <= 0 || this.cost >= MOST_READ || (isEnough() && this.timeIsUp.getAsBoolean());
	}

	/**
	 * Whether a page may end for its time: not before some jobs, unless they are large.
	 */
	private boolean isEnough() {
		return this.cost >= LEAST_READ || (this.cost > 0 && this.mostWhole < FIRST_WHOLE);
	}

	private SearchCursor cursor(JobSource source, @Nullable JobPosition after) {
		return new SearchCursor(this.looked, 0, source, after);
	}

	/**
	 * A job that was read.
	 *
	 * @param summary its summary
	 * @param job all of it, {@code null} if only the summary was read
	 */
	private record Found(JobSummary summary, @Nullable JobInfo job) {

		boolean matches(SearchFilter filter) {
			return filter.matches(this.summary) && (this.job == null || filter.matches(this.job));
		}

	}

}
