package io.jobqueue.store;

import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatus;

/**
 * The duties that keep a store in order. Any worker may do them at any time, several at
 * once; each call is bounded and says how much it did, so the caller repeats it while
 * there is more. A queue that is unknown has nothing to do and stays unknown. Safe for
 * use by many threads.
 */
public interface JobMaintenance {

	/**
	 * Move due jobs to their queue, at most {@code limit}, and signal a worker.
	 * @return how many were moved
	 */
	int promote(String queue, int limit);

	/**
	 * Take back jobs of workers whose lease has run out, at most {@code limit}: each gets
	 * one loss and an entry in its history and is QUEUED again, by its priority and the
	 * time it was due before, and a worker is signalled. With the loss of number
	 * {@code maxLosses} in a row it ends FAILED with an error of the type
	 * {@link io.jobqueue.PoisonJobException}. A job of a worker whose lease has run out
	 * is that worker's until it is taken back: its finish is still applied.
	 * @return what was taken back
	 */
	Reclaimed reclaim(String queue, int maxLosses, int limit);

	/**
	 * Delete ended jobs beyond their bounds, of each status the oldest first, at most
	 * {@code limit} together. A queue that then has nothing at all any more, no job, no
	 * worker and no pause, is forgotten: it is not listed until something is put there
	 * again.
	 * @param queue the queue
	 * @param retention the bounds of the statuses to look at, all of which are ends
	 * @param limit how many to delete at most
	 * @return what was done
	 */
	Pruned prune(String queue, Map<JobStatus, StatusRetention> retention, int limit);

	/**
	 * What became of a queue.
	 *
	 * @param deleted how many jobs were deleted
	 * @param forgotten whether the queue was forgotten
	 */
	record Pruned(int deleted, boolean forgotten) {
	}

	/**
	 * Jobs taken back.
	 *
	 * @param requeued how many wait again
	 * @param poisoned those that have ended FAILED, with all that their handlers'
	 * {@code onFailure} needs
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
