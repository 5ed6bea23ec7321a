package io.jobqueue.dispatch;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jobqueue.DispatchResult;
import io.jobqueue.flow.PreparedFlow;
import io.jobqueue.store.job.NewJob;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sends jobs as the transaction of the calling thread requires: immediately without a
 * transaction, as part of it if the store can, else after its commit. Only transactions
 * that Spring has bound to the thread count; reactive ones do not.
 */
final class TransactionalSending implements StoringJobDispatcher.Sending {

	private static final Logger logger = LoggerFactory.getLogger(TransactionalSending.class);

	/** A wait would keep its locks and its connection. */
	private static final String IN_TRANSACTION = "; a dispatch inside a transaction does not wait for room";

	private final JobInserts inserts;

	private final FlowSending flows;

	private final DispatchTransaction transaction;

	private final AtomicBoolean warned = new AtomicBoolean();

	TransactionalSending(JobInserts inserts, FlowSending flows, DispatchTransaction transaction) {
		this.inserts = inserts;
		this.flows = flows;
		this.transaction = transaction;
	}

	@Override
	public List<DispatchResult> send(List<NewJob> jobs) {
		if (!isInTransaction()) {
			return this.inserts.store(jobs);
		}
		if (this.inserts.joinTransaction()) {
			Insertion insertion = new Insertion(jobs, this.inserts.insert(jobs));
			TransactionBatch.current(this, this.inserts).joined(insertion);
			insertion.requireRoom(IN_TRANSACTION);
			return this.inserts.answer(jobs, insertion.results());
		}
		if (this.transaction == DispatchTransaction.IMMEDIATE) {
			warn();
			return this.inserts.storeAtOnce(jobs, IN_TRANSACTION);
		}
		DispatchResults.requireDeferrable(jobs);
		TransactionBatch.current(this, this.inserts).defer(jobs);
		return DispatchResults.deferred(jobs);
	}

	@Override
	public void send(PreparedFlow flow) {
		if (!isInTransaction()) {
			this.flows.store(flow);
		}
		else if (this.inserts.joinTransaction()) {
			this.flows.join(flow, TransactionBatch.current(this, this.inserts));
		}
		else if (this.transaction == DispatchTransaction.IMMEDIATE) {
			warn();
			this.flows.store(flow);
		}
		else {
			this.inserts.requireImmediate();
			TransactionBatch.current(this, this.inserts).defer(flow, this.flows);
		}
	}

	/**
	 * In a scope without a transaction, such as SUPPORTS, synchronization may be active;
	 * in a callback after completion the transaction still looks so.
	 */
	private static boolean isInTransaction() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.isSynchronizationActive();
	}

	private void warn() {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("A job was dispatched inside a transaction and stored at once, because "
					+ "'jobqueue.dispatch.transaction' is 'immediate': it may run before the commit, and runs also "
					+ "after a rollback. This is logged once");
		}
	}

}
