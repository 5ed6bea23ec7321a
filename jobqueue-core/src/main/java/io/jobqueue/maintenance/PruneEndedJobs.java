package io.jobqueue.maintenance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.jobqueue.JobStatus;
import io.jobqueue.store.JobMaintenance.Pruned;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.StatusRetention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes ended jobs beyond their retention, so that the store can remove empty queues.
 * Queues that are served here are visited often, and again soon if there was something to
 * delete. All others may be many, such as one per tenant. A pass continues where the last
 * one stopped, and ends early if it finds nothing to delete. Used by one thread.
 */
final class PruneEndedJobs {

	private static final Logger logger = LoggerFactory.getLogger(PruneEndedJobs.class);

	private static final int BATCH = 500;

	/**
	 * A pass through the other queues ends after this number of queues in a row with
	 * nothing to delete.
	 */
	private static final int IDLE_OTHERS = 10;

	private static final int MAX_OTHERS = 500;

	/** The most batches of a queue in one pass. The next pass does the rest. */
	private static final int MAX_BATCHES = 20;

	private final StoreBackend store;

	private final Supplier<List<String>> served;

	private final Map<JobStatus, StatusRetention> retention;

	private final Set<String> busy = new LinkedHashSet<>();

	private boolean unfinished;

	private String last;

	/**
	 * Make the duty.
	 * @param start behind which name to begin with the others, so that workers begin
	 * apart
	 */
	PruneEndedJobs(StoreBackend store, Supplier<List<String>> served, RetentionOptions options, String start) {
		this.store = store;
		this.served = served;
		this.retention = options.statuses();
		this.last = start;
	}

	/**
	 * Prune the queues that are served here.
	 * @return how many were deleted
	 */
	int runOnce() {
		return log(Sweep.over(this.served.get(), (queue) -> prune(queue).deleted()));
	}

	/** Whether there is more to delete. */
	boolean isUnfinished() {
		return this.unfinished;
	}

	/**
	 * Prune the queues in which there was something to delete the last time.
	 * @return how many were deleted
	 */
	int runAgain() {
		this.unfinished = false;
		return log(Sweep.over(List.copyOf(this.busy), (queue) -> prune(queue).deleted()));
	}

	/**
	 * Prune some of the queues that are not served here.
	 * @return how many were deleted
	 */
	int runOnOtherQueues() {
		int[] idle = new int[1];
		return log(Sweep.over(others(), (queue) -> {
			if (idle[0] >= IDLE_OTHERS || Thread.currentThread().isInterrupted()) {
				return 0;
			}
			this.last = queue;
			idle[0]++;
			Pruned pruned = prune(queue);
			if (pruned.forgotten() || pruned.deleted() > 0) {
				idle[0] = 0;
			}
			return pruned.deleted();
		}));
	}

	/** Those behind the last one first. */
	private List<String> others() {
		List<String> queues = new ArrayList<>(this.store.queries().queues());
		queues.removeAll(Set.copyOf(this.served.get()));
		int split = 0;
		while (split < queues.size() && queues.get(split).compareTo(this.last) <= 0) {
			split++;
		}
		Collections.rotate(queues, -split);
		return queues.subList(0, Math.min(MAX_OTHERS, queues.size()));
	}

	private Pruned prune(String queue) {
		int total = 0;
		int batches = 0;
		Pruned pruned;
		do {
			pruned = this.store.maintenance().prune(queue, this.retention, BATCH);
			total += pruned.deleted();
			batches++;
		}
		while (pruned.deleted() >= BATCH && batches < MAX_BATCHES && !Thread.currentThread().isInterrupted());
		this.unfinished |= pruned.deleted() >= BATCH;
		if (total > 0) {
			this.busy.add(queue);
		}
		else {
			this.busy.remove(queue);
		}
		return new Pruned(total, pruned.forgotten());
	}

	private static int log(int deleted) {
		if (deleted > 0) {
			logger.debug("{} ended jobs were deleted", deleted);
		}
		return deleted;
	}

}
