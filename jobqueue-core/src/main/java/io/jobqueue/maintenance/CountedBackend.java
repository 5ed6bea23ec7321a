package io.jobqueue.maintenance;

import java.util.List;

import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.ForwardingFeed;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;

/**
 * A store that counts ended jobs for {@link PruneBehind}. It delegates everything else.
 */
final class CountedBackend extends ForwardingBackend {

	private final PruneBehind prune;

	CountedBackend(StoreBackend target, PruneBehind prune) {
		super(target);
		this.prune = prune;
	}

	@Override
	public JobFeed feed() {
		return new CountedFeed(super.feed(), this.prune);
	}

	private static final class CountedFeed extends ForwardingFeed {

		private final PruneBehind prune;

		private CountedFeed(JobFeed target, PruneBehind prune) {
			super(target);
			this.prune = prune;
		}

		@Override
		public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
			List<FinishResult> results = super.finish(queue, worker, outcomes);
			this.prune.finished(queue, outcomes, results);
			this.prune.pruneSynchronously(queue);
			return results;
		}

		/** Jobs that were claimed wait for nothing: room is made before. */
		@Override
		public Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
			this.prune.pruneSynchronously(request.queue());
			Exchange exchange = super.exchange(request, outcomes);
			this.prune.finished(request.queue(), outcomes, exchange.finished());
			return exchange;
		}

	}

}
