package io.jobqueue.management;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.jobqueue.BulkResult;
import io.jobqueue.JobContextHolder;
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
		Change change = new Change(action, statuses, progress);
		// It is cancelled last, because this thread is interrupted by that.
		JobId own = (action == JobAction.CANCEL) ? JobContextHolder.currentJob() : null;
		boolean ownFound = false;
		@Nullable String cursor;
		do {
			if (Thread.currentThread().isInterrupted()) {
				return change.done;
			}
			JobSummaryPage found = search.summaries(page);
			List<JobId> ids = found.jobs()
				.stream()
				.filter((job) -> !job.since().isAfter(start) && !isRepeated(action, job, start))
				.map(JobSummary::id)
				.collect(Collectors.toCollection(ArrayList::new));
			ownFound |= own != null && ids.remove(own);
			change.apply(ids);
			cursor = found.next();
			page = page.after(cursor);
		}
		while (cursor != null);
		if (own != null && ownFound) {
			change.apply(List.of(own));
		}
		return new BulkResult(change.done.matched(), change.done.changed(), true);
	}

	private static boolean isRepeated(JobAction action, JobSummary job, Instant start) {
		Instant lastRun = job.startedAt();
		return action == JobAction.RUN_NOW && lastRun != null && lastRun.isAfter(start);
	}

	/** What is done to jobs, and what was done. */
	private final class Change {

		private final JobAction action;

		private final Set<JobStatus> statuses;

		private final Consumer<BulkResult> progress;

		private BulkResult done = new BulkResult(0, 0, false);

		private Change(JobAction action, Set<JobStatus> statuses, Consumer<BulkResult> progress) {
			this.action = action;
			this.statuses = statuses;
			this.progress = progress;
		}

		private void apply(List<JobId> ids) {
			if (ids.isEmpty()) {
				return;
			}
			Collection<JobBefore> before = BulkOperation.this.actions.act(this.action, ids, this.statuses).values();
			this.done = new BulkResult(this.done.matched() + ids.size(),
					this.done.changed() + before.stream().filter((job) -> this.statuses.contains(job.status())).count(),
					false);
			this.progress.accept(this.done);
		}

	}

}
