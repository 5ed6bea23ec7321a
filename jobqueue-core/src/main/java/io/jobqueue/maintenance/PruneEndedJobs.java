package io.jobqueue.maintenance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobStatus;
import io.jobqueue.store.JobMaintenance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes ended jobs that nobody needs any more. A pass over a queue looks at SUCCESS,
 * which alone grows fast everywhere, and at one other status in turn, so that idle queues
 * cost little. Where it found something it looks again soon. For one thread.
 */
final class PruneEndedJobs {

	private static final Logger logger = LoggerFactory.getLogger(PruneEndedJobs.class);

	private static final int BATCH = 500;

	private final JobMaintenance store;

	private final RetentionOptions options;

	private final List<JobStatus> others;

	private final Set<Shelf> busy = new LinkedHashSet<>();

	private int turn;

	PruneEndedJobs(JobMaintenance store, RetentionOptions options) {
		this.store = store;
		this.options = options;
		this.others = options.statuses().keySet().stream().filter((status) -> status != JobStatus.SUCCESS).toList();
	}

	/**
	 * Do it until nothing is left.
	 * @return how many were deleted
	 */
	int runOnce(List<String> queues) {
		JobStatus other = this.others.get(this.turn++ % this.others.size());
		List<Shelf> shelves = new ArrayList<>();
		for (String queue : queues) {
			shelves.add(new Shelf(queue, JobStatus.SUCCESS));
			shelves.add(new Shelf(queue, other));
		}
		return prune(shelves);
	}

	/**
	 * Do it where there was something to do the last time.
	 * @return how many were deleted
	 */
	int runAgain() {
		return prune(List.copyOf(this.busy));
	}

	private int prune(List<Shelf> shelves) {
		int total = Sweep.over(shelves, (shelf) -> {
			int deleted = prune(shelf);
			if (deleted > 0) {
				this.busy.add(shelf);
			}
			else {
				this.busy.remove(shelf);
			}
			return deleted;
		});
		if (total > 0) {
			logger.debug("{} ended jobs were deleted", total);
		}
		return total;
	}

	private int prune(Shelf shelf) {
		StatusRetention retention = this.options.of(shelf.status());
		int total = 0;
		int deleted;
		do {
			deleted = this.store.prune(shelf.queue(), shelf.status(), retention.keep(), retention.count(), BATCH);
			total += deleted;
		}
		while (deleted >= BATCH && !Thread.currentThread().isInterrupted());
		return total;
	}

	private record Shelf(String queue, JobStatus status) {
	}

}
