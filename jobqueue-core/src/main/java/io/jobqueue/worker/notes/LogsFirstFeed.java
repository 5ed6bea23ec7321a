package io.jobqueue.worker.notes;

import java.util.List;

import io.jobqueue.store.ForwardingFeed;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;

/**
 * Stores the logs of attempts before their outcomes. The store refuses lines of a job
 * that its worker does not hold any more.
 */
final class LogsFirstFeed extends ForwardingFeed {

	private final LogWriter logs;

	LogsFirstFeed(JobFeed target, LogWriter logs) {
		super(target);
		this.logs = logs;
	}

	@Override
	public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		this.logs.storeBefore(queue, worker, outcomes);
		return super.finish(queue, worker, outcomes);
	}

	@Override
	public Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
		this.logs.storeBefore(request.queue(), request.worker(), outcomes);
		return super.exchange(request, outcomes);
	}

}
