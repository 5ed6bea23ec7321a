package io.jobqueue.store;

import java.util.List;
import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;

/**
 * The work of one worker on the jobs of the store: it claims them, stores their outcomes
 * and keeps its lease. Safe for use by many threads. All methods throw
 * {@link StoreUnavailableException} when the store is unavailable.
 */
public interface JobFeed {

	/**
	 * Move due jobs to their queue, then take the first ones: INTERRUPTED before all
	 * others, then by priority, then in the order in which they fell due. One call makes
	 * at most 50,000 due jobs ready in Redis and 20,000 in a database. If more are due,
	 * it takes from those that are ready. They are STARTED, or in line behind the first
	 * ones ({@link ClaimRequest#startable()}), under the lease of the worker, which this
	 * call begins or renews: at least nine tenths of it are left. A suspect
	 * ({@link ClaimedJob#isSuspect()}) is handed out alone: the batch ends before it, or
	 * is it.
	 * @param request who asks for how many
	 * @return the jobs, and when to ask again
	 */
	ClaimResult claim(ClaimRequest request);

	/**
	 * Store the outcomes of jobs.
	 * @param queue the queue from which they were claimed
	 * @param worker the worker that claimed them
	 * @param outcomes the outcomes
	 * @return the results, in the order of the outcomes
	 */
	List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes);

	/**
	 * Store what came of jobs, then claim others: as {@link #finish} and {@link #claim},
	 * in one call where the store has one for both. If it fails, either or both may have
	 * been done; the outcomes may be given again, and jobs that were claimed show up as
	 * unaccounted for at the next renewal.
	 * @param request who asks for how many, from the queue that the outcomes' jobs were
	 * claimed from
	 * @param outcomes what came of each, may be empty
	 * @return who won, and the jobs
	 */
	default Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
		List<FinishResult> finished = outcomes.isEmpty() ? List.of()
				: finish(request.queue(), request.worker(), outcomes);
		return new Exchange(finished, claim(request));
	}

	/**
	 * Renew all leases of a worker and compare the jobs that it holds. A queue that is
	 * unavailable, such as one on a lost shard, does not prevent the renewal of the
	 * others. The result names it. If no queue is available, this fails.
	 * @param request the worker and the jobs that it holds
	 * @return the differences
	 */
	RenewResult renew(RenewRequest request);

	/**
	 * Keep what {@code onFailure} of a dead letter threw, beside the error that ended the
	 * job; it changes nothing else. What is kept has a bound of its own, and goes when
	 * the job is requeued or deleted.
	 * @param queue the queue the job ended in
	 * @param id the job
	 * @param delivery the delivery that ended it
	 * @param error what was thrown
	 * @return whether it is kept; not if the job is no dead letter of this delivery any
	 * more
	 */
	boolean storeOnFailureError(String queue, JobId id, int delivery, JobError error);

	/**
	 * Deregister a worker that has released or finished all its jobs. It is no longer
	 * listed, signalled or waited for. Unknown queues stay unknown. Jobs that it still
	 * holds are reclaimed when its lease expires.
	 * @param worker the id of the worker
	 * @param queues the queues that it served
	 */
	void leave(String worker, List<String> queues);

	/**
	 * Signal a worker no more when a queue has jobs, until its next claim of that queue.
	 * If a job is ready, for which it may have been signalled, another worker is. Its
	 * lease stays.
	 * @param worker the id of the worker, which does not claim from the queue meanwhile
	 * @param queue the queue
	 */
	void stopWaiting(String worker, String queue);

}
