package io.jobqueue.store;

import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.StatusRetention;

/**
 * The periodic duties of a store. Any worker can run them at any time, several at once.
 * Each call is bounded and returns how much it did, so the caller repeats it while there
 * is more. A queue that is unknown has nothing to do and stays unknown. Implementations
 * are thread-safe.
 */
public interface JobMaintenance {

	/**
	 * Move due jobs to their queue, at most {@code limit}, and signal a worker.
	 * @return how many were moved
	 */
	int promote(String queue, int limit);

	/**
	 * Reclaim jobs of workers whose lease has expired, at most {@code limit}. Each job
	 * gets one loss and an entry in its history, and is QUEUED again with its priority
	 * and its previous due time. A worker is signalled. With the loss number
	 * {@code maxLosses} in a row, a job ends as FAILED with an error of the type
	 * {@link io.jobqueue.PoisonJobException}. Until a job is reclaimed, its worker still
	 * holds it: its finish is applied although the lease has expired.
	 * @return the reclaimed jobs
	 */
	Reclaimed reclaim(String queue, int maxLosses, int limit);

	/**
	 * Delete ended jobs beyond their retention, of each status the oldest first, at most
	 * {@code limit} together. A queue without jobs, workers, schedules and pause is then
	 * removed: it is not listed until it is used again.
	 * @param queue the queue
	 * @param retention the limits of the statuses to prune, all of which are ends
	 * @param limit the maximum number of jobs to delete
	 * @return the result
	 */
	Pruned prune(String queue, Map<JobStatus, StatusRetention> retention, int limit);

	/**
	 * The result of pruning a queue.
	 *
	 * @param deleted the number of deleted jobs
	 * @param forgotten whether the queue was removed
	 */
	record Pruned(int deleted, boolean forgotten) {
	}

	/**
	 * Reclaimed jobs.
	 *
	 * @param requeued the number of jobs that wait again
	 * @param poisoned the jobs that have ended as FAILED, with all that {@code onFailure}
	 * of their handlers needs
	 */
	record Reclaimed(int requeued, List<ClaimedJob> poisoned) {

		public Reclaimed {
			poisoned = List.copyOf(poisoned);
		}

		public int total() {
			return this.requeued + this.poisoned.size();
		}

	}

}
