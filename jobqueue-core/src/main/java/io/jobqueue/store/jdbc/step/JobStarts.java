package io.jobqueue.store.jdbc.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jobqueue.lifecycle.ClaimEvent;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StoredJob;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives jobs that were taken from a queue to a worker.
 */
public final class JobStarts {

	private static final Logger logger = LoggerFactory.getLogger(JobStarts.class);

	private JobStarts() {
	}

	/**
	 * Start jobs, as far as to what is to be written.
	 * @param slots their rows, which are locked
	 * @param known what is known of them
	 */
	public static List<ClaimedJob> start(List<QueueEntry> slots, Map<String, JdbcJobFinder.Known> known,
			ClaimRequest request, JobStep step) {
		List<ClaimedJob> jobs = new ArrayList<>(slots.size());
		for (QueueEntry slot : slots) {
			JdbcJobFinder.Known job = known.get(slot.id());
			if (job == null) {
				step.changes.leaveReady(slot);
				logger.warn("Job '{}' of queue '{}' has no record and cannot run; it is forgotten", slot.id(),
						slot.queue());
			}
			else {
				ClaimEvent event = new ClaimEvent(request.worker(), jobs.size() >= request.startable());
				if (step.apply(event, StoredJob.ready(slot, job.past(), "")) instanceof Transition transition
						&& transition.after() != null) {
					jobs.add(job.record().claimed(transition.after()));
				}
			}
		}
		return jobs;
	}

}
