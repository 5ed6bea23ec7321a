package io.jobqueue.store;

import java.util.List;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;

/**
 * A feed for tests that refuses each call. A test overrides what it expects.
 */
public abstract class UncalledFeed implements JobFeed {

	@Override
	public ClaimResult claim(ClaimRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		throw new UnsupportedOperationException();
	}

	@Override
	public RenewResult renew(RenewRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean storeOnFailureError(String queue, JobId id, int delivery, JobError error) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void stopWaiting(String worker, String queue) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void leave(String worker, List<String> queues) {
		throw new UnsupportedOperationException();
	}

}
