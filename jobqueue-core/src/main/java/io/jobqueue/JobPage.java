package io.jobqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of a search.
 *
 * @param jobs the jobs; a page can be short although more jobs follow
 * @param next the cursor of the next page for {@link JobQuery#after}, {@code null} on the
 * last page
 */
public record JobPage(List<JobInfo> jobs, @Nullable String next) {

	public JobPage {
		jobs = List.copyOf(jobs);
	}

}
