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

}
