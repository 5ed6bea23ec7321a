package io.jobqueue.maintenance;

import java.util.List;
import java.util.function.BiConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobMaintenance.Reclaimed;

/** Reclaims the jobs of workers whose lease has expired. */
final class ReclaimLostJobs {

	private static final Logger logger = LoggerFactory.getLogger(ReclaimLostJobs.class);

	private static final int BATCH = 100;

	private final JobMaintenance store;

	private final int maxLosses;

	private final BiConsumer<String, Reclaimed> listener;

	ReclaimLostJobs(JobMaintenance store, int maxLosses, BiConsumer<String, Reclaimed> listener) {
		this.store = store;
		this.maxLosses = maxLosses;
		this.listener = listener;
	}

	/**
	 * Reclaim jobs until none is left.
	 * @return the number of reclaimed jobs
	 */
	int runOnce(List<String> queues) {
		return Sweep.over(queues, this::reclaim);
	}

	private int reclaim(String queue) {
		int total = 0;
		Reclaimed reclaimed;
		do {
			reclaimed = this.store.reclaim(queue, this.maxLosses, BATCH);
			total += reclaimed.total();
			notifyListener(queue, reclaimed);
		}
		while (reclaimed.total() >= BATCH && !Thread.currentThread().isInterrupted());
		return total;
	}

	private void notifyListener(String queue, Reclaimed reclaimed) {
		if (reclaimed.total() == 0) {
			return;
		}
		logger.warn("{} jobs of queue '{}' were reclaimed from lost workers; {} of them ended as poison jobs",
				reclaimed.total(), queue, reclaimed.poisoned().size());
		try {
			this.listener.accept(queue, reclaimed);
		}
		catch (RuntimeException ex) {
			logger.error("The listener for reclaimed jobs failed for queue '{}'", queue, ex);
		}
	}

}
