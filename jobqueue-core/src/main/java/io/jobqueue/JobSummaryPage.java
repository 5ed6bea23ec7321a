package io.jobqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of the summaries of a search. A page reads at most 2,000 jobs, or for 70 ms.
 * So it can be short, or empty, although more jobs follow: {@link #next()} says so.
 *
 * @param jobs the jobs that match
 * @param looked the number of jobs that this page and those before it have read, those
 * that do not match included
 * @param total the number of jobs to read when the first page was read: those with the
 * queue and the statuses of the query or, if it has tags, about those with the rarest of
 * them
 * @param next the cursor of the next page for {@link JobQuery#after}, {@code null} on the
 * last page
 */
public record JobSummaryPage(List<JobSummary> jobs, long looked, long total, @Nullable String next) {

	public JobSummaryPage {
		jobs = List.copyOf(jobs);
	}

}
