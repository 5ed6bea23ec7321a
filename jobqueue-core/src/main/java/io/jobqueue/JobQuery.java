package io.jobqueue;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A selection of jobs. Immutable. Results are in reverse order within a status: the jobs
 * that ended last, or that would start last, come first. Results of a query with tags are
 * by queue, and those that were dispatched last come first.
 * <p>
 * Stores find jobs by queue, status and tag. The other conditions are checked on each of
 * these jobs, so a page can be short although more jobs follow.
 *
 * @param queue only jobs of this queue, {@code null} for all
 * @param statuses only jobs with one of these statuses, never empty
 * @param task only jobs of this task, {@code null} for all
 * @param errorType only jobs whose last error has this class name, {@code null} for all;
 * empty for jobs without an error
 * @param tags only jobs that have all of these tags, empty for all
 * @param text only jobs with this text in their id, correlation id, payload or last
 * error, in upper or lower case; {@code null} for all
 * @param from only jobs that ended, or were stored if they have not ended, at this time
 * or later; {@code null} for all
 * @param until only jobs that ended, or were stored if they have not ended, before this
 * time; {@code null} for all
 * @param limit the size of a page, from 1 to 1,000
 * @param cursor {@link JobPage#next()} or {@link JobSummaryPage#next()} of the previous
 * page, {@code null} for the first
 */
public record JobQuery(@Nullable String queue, Set<JobStatus> statuses, @Nullable String task,
		@Nullable String errorType, List<String> tags, @Nullable String text, @Nullable Instant from,
		@Nullable Instant until, int limit, @Nullable String cursor) {

	static final int MAX_LIMIT = 1000;

	private static final int LONGEST_TEXT = 1000;

	/**
	 * Create a query. {@link #all()} with the methods below is shorter.
	 * @throws InvalidJobException if a value is not valid, no status is given, or the end
	 * is not after the begin
	 */
	public JobQuery {
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new InvalidJobException("The limit of a query is from 1 to " + MAX_LIMIT + ", but was " + limit);
		}
		statuses = Limits.requireStatuses(statuses);
		if (statuses.isEmpty()) {
			throw new InvalidJobException("A query needs at least one status");
		}
		tags = JobTags.add(List.of(), tags.stream().map(JobTags::require).toList());
		if (queue != null) {
			Names.requireQueue(queue);
		}
		if (task != null) {
			Names.requireTask(task);
		}
		if (text != null && (text.isEmpty() || text.length() > LONGEST_TEXT)) {
			throw new InvalidJobException("The text of a query has 1 to %d characters, but this one has %d"
				.formatted(LONGEST_TEXT, text.length()));
		}
		if (from != null && until != null && !from.isBefore(until)) {
			throw new InvalidJobException(
					"A query selects no job from %s until %s: the end must be later".formatted(from, until));
		}
		if (cursor != null) {
			Limits.requireText("The cursor of a query", cursor);
		}
	}

	/** All jobs, with a page size of 50. */
	public static JobQuery all() {
		return new JobQuery(null, EnumSet.allOf(JobStatus.class), null, null, List.of(), null, null, null, 50, null);
	}

	/** The dead letters: FAILED, MAX_RETRIES and TIMEOUT. */
	public static JobQuery deadLetters() {
		return all().withStatus(JobStatus.FAILED, JobStatus.MAX_RETRIES, JobStatus.TIMEOUT);
	}

	/**
	 * Only jobs of a queue. Replaces a queue that was named before.
	 * @throws InvalidJobException if the name is {@code null} or not a valid name of a
	 * queue
	 */
	public JobQuery inQueue(String queue) {
		return new JobQuery(Names.requireQueue(queue), this.statuses, this.task, this.errorType, this.tags, this.text,
				this.from, this.until, this.limit, this.cursor);
	}

	/**
	 * Only jobs with one of these statuses. Replaces those that were named before.
	 * @param statuses one or more
	 * @throws InvalidJobException if there is none, or one is {@code null}
	 */
	public JobQuery withStatus(JobStatus... statuses) {
		return new JobQuery(this.queue, Limits.requireStatuses(statuses), this.task, this.errorType, this.tags,
				this.text, this.from, this.until, this.limit, this.cursor);
	}

	/**
	 * Only jobs of a task. Replaces a task that was named before.
	 * @throws InvalidJobException if the name is {@code null} or not a valid name of a
	 * task
	 */
	public JobQuery withTask(String task) {
		return new JobQuery(this.queue, this.statuses, Names.requireTask(task), this.errorType, this.tags, this.text,
				this.from, this.until, this.limit, this.cursor);
	}

	/**
	 * Only jobs whose last error is of a class. Replaces a class that was named before.
	 * @param errorType the name of the class with its package, compared as it is. Empty
	 * for jobs without an error
	 */
	public JobQuery withErrorType(String errorType) {
		return new JobQuery(this.queue, this.statuses, this.task, errorType, this.tags, this.text, this.from,
				this.until, this.limit, this.cursor);
	}

	/**
	 * Only jobs that have this tag and all those that were named before: unlike
	 * {@link #withStatus}, it adds one. Stores keep an index of tags. A search reads the
	 * jobs with the rarest of them only, whatever their status is.
	 * @param tag the whole tag, such as {@code billing} or {@code customer=42}
	 * @throws InvalidJobException if it is {@code null} or no tag, or the query has 8
	 * others
	 */
	public JobQuery withTag(String tag) {
		return new JobQuery(this.queue, this.statuses, this.task, this.errorType,
				JobTags.add(this.tags, List.of(JobTags.require(tag))), this.text, this.from, this.until, this.limit,
				this.cursor);
	}

	/**
	 * Only jobs with a text in their id, correlation id, payload or last error, in upper
	 * or lower case. Each job is read whole, so this is the slowest condition.
	 * @param text from 1 to 1,000 characters; in a payload as it is written in JSON
	 * @throws InvalidJobException if it is empty or longer
	 */
	public JobQuery withText(String text) {
		return new JobQuery(this.queue, this.statuses, this.task, this.errorType, this.tags, text, this.from,
				this.until, this.limit, this.cursor);
	}

	/**
	 * Only jobs that ended, or were stored if they have not ended, in a period of time.
	 * @param from the begin, included; {@code null} for no begin
	 * @param until the end, excluded; {@code null} for no end
	 * @throws InvalidJobException if the end is not after the begin
	 */
	public JobQuery between(@Nullable Instant from, @Nullable Instant until) {
		return new JobQuery(this.queue, this.statuses, this.task, this.errorType, this.tags, this.text, from, until,
				this.limit, this.cursor);
	}

	/**
	 * Set the size of a page. The default is 50. A page can be shorter although more jobs
	 * follow. Bulk operations of {@link JobOperator} ignore it.
	 * @param limit from 1 to 1,000
	 * @throws InvalidJobException if the limit is outside this range
	 */
	public JobQuery withLimit(int limit) {
		return new JobQuery(this.queue, this.statuses, this.task, this.errorType, this.tags, this.text, this.from,
				this.until, limit, this.cursor);
	}

	/**
	 * The page after another one of the same query.
	 * @param cursor {@link JobPage#next()} or {@link JobSummaryPage#next()} of that page,
	 * {@code null} for the first page
	 * @throws InvalidJobException if it contains a NUL or an unpaired surrogate; the
	 * search checks the rest
	 */
	public JobQuery after(@Nullable String cursor) {
		return new JobQuery(this.queue, this.statuses, this.task, this.errorType, this.tags, this.text, this.from,
				this.until, this.limit, cursor);
	}

	/** Whether it has other conditions than queue and status. */
	public boolean isFiltered() {
		return this.task != null || this.errorType != null || !this.tags.isEmpty() || this.text != null
				|| this.from != null || this.until != null;
	}

}
