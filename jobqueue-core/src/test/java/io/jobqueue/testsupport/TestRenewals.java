package io.jobqueue.testsupport;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.store.feed.AttemptReport;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.job.JobProgress;

/**
 * Containers of renewals.
 */
public final class TestRenewals {

	private TestRenewals() {
	}

	/** A container that holds these deliveries. */
	public static RenewRequest.Container container(String queue, int concurrency, Map<JobId, Integer> held) {
		return container(queue, concurrency, held, Map.of(), Set.of());
	}

	/** A container that holds these deliveries, with progress of some of them. */
	public static RenewRequest.Container container(String queue, int concurrency, Map<JobId, Integer> held,
			Map<JobId, JobProgress> progress) {
		return container(queue, concurrency, held, progress, Set.of());
	}

	/** As above, with jobs that have started since they were claimed ahead. */
	public static RenewRequest.Container container(String queue, int concurrency, Map<JobId, Integer> held,
			Map<JobId, JobProgress> progress, Set<JobId> started) {
		Map<JobId, AttemptReport> attempts = new HashMap<>();
		held.forEach((id, delivery) -> attempts.put(id,
				new AttemptReport(delivery, progress.get(id), started.contains(id))));
		return new RenewRequest.Container(queue, concurrency, attempts);
	}

}
