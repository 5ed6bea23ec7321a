package io.jobqueue.store;

/**
 * One back end: the entry to all parts of the contract. An application that brings a bean
 * of this type replaces the configured store.
 */
public interface StoreBackend {

	JobStore jobs();

	JobControl control();

	JobMaintenance maintenance();

	JobBrowser browser();

	QueueSignal signal();

	/**
	 * Whether an insert that this thread made now would be part of the transaction that
	 * Spring has bound to it: there when that commits, gone when it rolls back, and
	 * signalled after the commit only. An insert that is not part of it is durable when
	 * the call returns, whatever transaction the thread is in.
	 */
	boolean joinsTransaction();

	/**
	 * What the log says while the store cannot be used: the same object for all who use
	 * this back end.
	 */
	default StoreOutage outage() {
		return new StoreOutage();
	}

	/**
	 * How many short jobs a worker does well to claim beyond its concurrency while a
	 * queue has a backlog, unless it is configured: the more, the more a call costs
	 * whatever it claims.
	 */
	default int claimAhead() {
		return 100;
	}

}
