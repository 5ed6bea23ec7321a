package io.jobqueue.store;

import java.util.List;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;

/**
 * A feed that delegates all calls to another one. A subclass changes what it overrides.
 */
public abstract class ForwardingFeed implements JobFeed {

	private final JobFeed target;

	protected ForwardingFeed(JobFeed target) {
		this.target = target;
	}

	@Override
	public ClaimResult claim(ClaimRequest request) {
		return this.target.claim(request);
	}

	@Override
	public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		return this.target.finish(queue, worker, outcomes);
	}

	@Override
	public Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
		return this.target.exchange(request, outcomes);
	}

	@Override
	public RenewResult renew(RenewRequest request) {
		return this.target.renew(request);
	}

	@Override
	public boolean storeOnFailureError(String queue, JobId id, int delivery, JobError error) {
		return this.target.storeOnFailureError(queue, id, delivery, error);
	}

	@Override
	public void leave(String worker, List<String> queues) {
		this.target.leave(worker, queues);
	}

	@Override
	public void stopWaiting(String worker, String queue) {
		this.target.stopWaiting(worker, queue);
	}

}
