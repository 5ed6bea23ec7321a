package io.jobqueue.management;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import io.jobqueue.BulkResult;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.JobSummaryPage;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.JobBefore;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.JobAction;

import org.jspecify.annotations.Nullable;

/**
 * Changes all jobs that match a query, page by page. The store skips jobs that have
 * changed since they were found. This class skips jobs that were created or have ended
 * since the operation began, and those that have run since then and wait for a retry if
 * jobs are to run now. Otherwise the operation would not end beside running workers, or
 * would run a job again each time that it fails.
 */
final class BulkOperation {

	private static final int PAGE = 500;

	private final StoreBackend store;

	private final JobActions actions;

	BulkOperation(StoreBackend store, JobActions actions) {
		this.store = store;
		this.actions = actions;
	}

	BulkResult run(JobAction action, JobQuery query, Consumer<BulkResult> progress) {
		Objects.requireNonNull(progress, "The consumer of the progress must not be null");
		Set<JobStatus> statuses = EnumSet.copyOf(query.statuses());
		statuses.removeIf((status) -> !action.allows(status));
		if (statuses.isEmpty()) {
			return new BulkResult(0, 0, true);
		}
		JobSearch search = new JobSearch(this.store.queries());
		Instant start = this.store.queries().now();
		JobQuery page = query.withStatus(statuses.toArray(JobStatus[]::new)).withLimit(PAGE).after(null);
		BulkResult done = new BulkResult(0, 0, false);
		@Nullable String cursor;
		do {
			if (Thread.currentThread().isInterrupted()) {
				return done;
			}
			JobSummaryPage found = search.summaries(page);
			List<JobId> ids = found.jobs()
				.stream()
				.filter((job) -> !job.since().isAfter(start) && !isRepeated(action, job, start))
				.map(JobSummary::id)
				.toList();
			if (!ids.isEmpty()) {
				Collection<JobBefore> before = this.actions.act(action, ids, statuses).values();
				done = new BulkResult(done.matched() + ids.size(),
						done.changed() + before.stream().filter((job) -> statuses.contains(job.status())).count(),
						false);
				progress.accept(done);
			}
			cursor = found.next();
			page = page.after(cursor);
		}
		while (cursor != null);
		return new BulkResult(done.matched(), done.changed(), true);
	}

	private static boolean isRepeated(JobAction action, JobSummary job, Instant start) {
		Instant lastRun = job.startedAt();
		return action == JobAction.RUN_NOW && lastRun != null && lastRun.isAfter(start);
	}

}
