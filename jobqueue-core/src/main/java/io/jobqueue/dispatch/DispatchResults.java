package io.jobqueue.dispatch;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.DispatchResult;
import io.jobqueue.DispatchResult.Outcome;
import io.jobqueue.DuplicateJobException;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

/** What a dispatch answers, by what a store did. */
final class DispatchResults {

	private DispatchResults() {
	}

	static List<DispatchResult> of(List<NewJob> jobs, List<InsertResult> inserted) {
		List<DispatchResult> results = new ArrayList<>(jobs.size());
		for (int i = 0; i < jobs.size(); i++) {
			JobId owner = inserted.get(i).owner();
			Outcome outcome = switch (inserted.get(i).kind()) {
				case INSERTED, ALREADY_THERE -> Outcome.STORED;
				case KEPT -> Outcome.KEPT;
				case REPLACED -> Outcome.REPLACED;
				case DEBOUNCED -> Outcome.DEBOUNCED;
				case FULL, LATE -> throw new IllegalStateException("The store has refused " + jobs.get(i).id());
			};
			results.add(new DispatchResult((owner != null) ? owner : jobs.get(i).id(), outcome));
		}
		return results;
	}

	/** Of jobs that are sent later. */
	static List<DispatchResult> deferred(List<NewJob> jobs) {
		return jobs.stream().map((job) -> new DispatchResult(job.id(), Outcome.DEFERRED)).toList();
	}

	/** A job that is sent later could not be refused any more. */
	static void requireDeferrable(List<NewJob> jobs) {
		for (NewJob job : jobs) {
			UniqueTrait key = job.traits().unique();
			if (key != null && key.conflict() == Conflict.REJECT) {
				throw new InvalidJobException(
						("A job for task '%s' has a unique key with reject(), but it is stored only "
								+ "after the commit or by the outbox, when a duplicate cannot be refused any more: use keep() or "
								+ "replace(), dispatch it outside the transaction, or in one of the database that has the jobs "
								+ "which is not read-only")
							.formatted(job.task()));
			}
		}
	}

	/** Refuse the duplicates, once all others are stored. */
	static void requireNoDuplicate(List<NewJob> jobs, List<DispatchResult> results) {
		for (int i = 0; i < jobs.size(); i++) {
			UniqueTrait key = jobs.get(i).traits().unique();
			if (key != null && key.conflict() == Conflict.REJECT && results.get(i).outcome() == Outcome.KEPT) {
				long stored = results.stream().filter((result) -> result.outcome() == Outcome.STORED).count();
				String others = (jobs.size() == 1) ? ""
						: "; %d of the %d jobs of the call were stored".formatted(stored, jobs.size());
				throw new DuplicateJobException(
						("A job for task '%s' was not stored, because job '%s' owns its unique key "
								+ "'%s' in queue '%s'%s. Wait for its end, or use keep() in place of reject()")
							.formatted(jobs.get(i).task(), results.get(i).id(), key.text(), jobs.get(i).queue(),
									others),
						results.get(i).id());
			}
		}
	}

}
