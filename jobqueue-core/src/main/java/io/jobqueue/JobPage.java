package io.jobqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of a search.
 *
 * @param jobs the jobs; a page may be short although more follow
 * @param next what {@link JobQuery#after} takes for the next page, {@code null} at the
 * end
 */
public record JobPage(List<JobInfo> jobs, @Nullable String next) {

	public JobPage {
		jobs = List.copyOf(jobs);
	}

}
