package io.jobqueue.management;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobBrowser;

import org.jspecify.annotations.Nullable;

/**
 * Does something to all jobs that match a query, page by page. Each job is changed by a
 * compare-and-set of its own, so those that changed meanwhile are skipped.
 */
final class BulkOperation {

	private static final int PAGE = 500;

	private final JobBrowser browser;

	BulkOperation(JobBrowser browser) {
		this.browser = browser;
	}

	/**
	 * Run an operation.
	 * @param query which jobs
	 * @param applicable the statuses that the operation works on
	 * @param operation answers whether it did something
	 * @return on how many jobs it did
	 */
	long run(JobQuery query, Predicate<JobStatus> applicable, Predicate<JobId> operation) {
		JobStatus[] statuses = query.statuses().stream().filter(applicable).toArray(JobStatus[]::new);
		if (statuses.length == 0) {
			return 0;
		}
		JobQuery page = query.withStatus(statuses).withLimit(PAGE).after(null);
		// A job may turn up again under the status that the operation led to.
		Set<JobId> seen = new HashSet<>();
		long count = 0;
		@Nullable String cursor;
		do {
			JobPage found = this.browser.search(page);
			count += found.jobs().stream().map(JobInfo::id).filter(seen::add).filter(operation).count();
			cursor = found.next();
			page = page.after(cursor);
		}
		while (cursor != null);
		return count;
	}

}
