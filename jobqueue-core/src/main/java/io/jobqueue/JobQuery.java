package io.jobqueue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A selection of jobs. Immutable. Results are in reverse order within a status: the jobs
 * that ended last, or that would start last, come first.
 *
 * @param queue only jobs of this queue, {@code null} for all
 * @param statuses only jobs with one of these statuses, never empty
 * @param task only jobs of this task, {@code null} for all
 * @param errorType only jobs whose last error has this class name, {@code null} for all
 * @param limit the size of a page, from 1 to 1,000
 * @param cursor {@link JobPage#next()} of the previous page, {@code null} for the first
 */
public record JobQuery(@Nullable String queue, Set<JobStatus> statuses, @Nullable String task,
		@Nullable String errorType, int limit, @Nullable String cursor) {

	static final int MAX_LIMIT = 1000;

	public JobQuery {
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new InvalidJobException("The limit of a query is from 1 to " + MAX_LIMIT + ", but was " + limit);
		}
		if (statuses.isEmpty()) {
			throw new InvalidJobException("A query needs at least one status");
		}
		statuses = Set.copyOf(statuses);
		if (queue != null) {
			Names.requireQueue(queue);
		}
		if (task != null) {
			Names.requireTask(task);
		}
		if (cursor != null) {
			Limits.requireText("The cursor of a query", cursor);
		}
	}

	/** All jobs, with a page size of 50. */
	public static JobQuery all() {
		return new JobQuery(null, EnumSet.allOf(JobStatus.class), null, null, 50, null);
	}

	/** The dead letters: FAILED, MAX_RETRIES and TIMEOUT. */
	public static JobQuery deadLetters() {
		return all().withStatus(JobStatus.FAILED, JobStatus.MAX_RETRIES, JobStatus.TIMEOUT);
	}

	public JobQuery inQueue(String queue) {
		return new JobQuery(Names.requireQueue(queue), this.statuses, this.task, this.errorType, this.limit,
				this.cursor);
	}

	public JobQuery withStatus(JobStatus... statuses) {
		return new JobQuery(this.queue, Set.copyOf(Arrays.asList(statuses)), this.task, this.errorType, this.limit,
				this.cursor);
	}

	public JobQuery withTask(String task) {
		return new JobQuery(this.queue, this.statuses, Names.requireTask(task), this.errorType, this.limit,
				this.cursor);
	}

	public JobQuery withErrorType(String errorType) {
		return new JobQuery(this.queue, this.statuses, this.task, errorType, this.limit, this.cursor);
	}

	public JobQuery withLimit(int limit) {
		return new JobQuery(this.queue, this.statuses, this.task, this.errorType, limit, this.cursor);
	}

	/**
	 * The page after another one of the same query.
	 * @param cursor {@link JobPage#next()} of that page
	 */
	public JobQuery after(@Nullable String cursor) {
		return new JobQuery(this.queue, this.statuses, this.task, this.errorType, this.limit, cursor);
	}

}
