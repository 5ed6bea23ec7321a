package io.jobqueue.maintenance;

import java.util.List;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.store.ClaimRequest;
import io.jobqueue.store.ClaimResult;
import io.jobqueue.store.Exchange;
import io.jobqueue.store.FinishResult;
import io.jobqueue.store.InsertResult;
import io.jobqueue.store.JobBrowser;
import io.jobqueue.store.JobControl;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobStore;
import io.jobqueue.store.NewJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.RenewRequest;
import io.jobqueue.store.RenewResult;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;

/**
 * A store whose ends are counted for {@link PruneBehind}. Everything else goes through.
 */
record CountedBackend(StoreBackend target, PruneBehind prune) implements StoreBackend {

	@Override
	public JobStore jobs() {
		return new CountedJobs(this.target.jobs(), this.prune);
	}

	@Override
	public JobControl control() {
		return this.target.control();
	}

	@Override
	public JobMaintenance maintenance() {
		return this.target.maintenance();
	}

	@Override
	public JobBrowser browser() {
		return this.target.browser();
	}

	@Override
	public QueueSignal signal() {
		return this.target.signal();
	}

	@Override
	public boolean joinsTransaction() {
		return this.target.joinsTransaction();
	}

	@Override
	public StoreOutage outage() {
		return this.target.outage();
	}

	@Override
	public int claimAhead() {
		return this.target.claimAhead();
	}

	/** Its jobs. */
	record CountedJobs(JobStore target, PruneBehind prune) implements JobStore {

		@Override
		public List<InsertResult> insert(List<NewJob> jobs) {
			return this.target.insert(jobs);
		}

		@Override
		public ClaimResult claim(ClaimRequest request) {
			return this.target.claim(request);
		}

		@Override
		public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
			List<FinishResult> results = this.target.finish(queue, worker, outcomes);
			this.prune.finished(queue, outcomes, results);
			this.prune.keepUp(queue);
			return results;
		}

		/** Jobs that were claimed wait for nothing: room is made before. */
		@Override
		public Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
			this.prune.keepUp(request.queue());
			Exchange exchange = this.target.exchange(request, outcomes);
			this.prune.finished(request.queue(), outcomes, exchange.finished());
			return exchange;
		}

		@Override
		public RenewResult renew(RenewRequest request) {
			return this.target.renew(request);
		}

		@Override
		public boolean keepHandlerError(String queue, JobId id, int delivery, JobError error) {
			return this.target.keepHandlerError(queue, id, delivery, error);
		}

		@Override
		public void leave(String worker, List<String> queues) {
			this.target.leave(worker, queues);
		}

	}

}
