package io.jobqueue.store;

/**
 * The entry to all parts of a back end. An application that defines a bean of this type
 * replaces the configured store.
 */
public interface StoreBackend {

	JobStore jobs();

	JobControl control();

	JobMaintenance maintenance();

	JobBrowser browser();

	QueueSignal signal();

	/**
	 * Whether an insert by this thread would now be part of the transaction that Spring
	 * has bound to it: committed and rolled back with it, and signalled after the commit
	 * only. An insert that is not part of it is durable when the call returns, whatever
	 * transaction the thread is in.
	 */
	boolean joinsTransaction();

	/** Logs outages of the store. The same object for all users of this back end. */
	default StoreOutage outage() {
		return new StoreOutage();
	}

	/**
	 * How many short jobs a worker should claim beyond its concurrency while a queue has
	 * a backlog, unless it is configured. The more a call costs, the larger the number.
	 */
	default int claimAhead() {
		return 100;
	}

}
