package io.jobqueue.store;

/**
 * A back end that delegates all calls to another one. A subclass overrides what it
 * changes.
 */
public abstract class ForwardingBackend implements StoreBackend {

	private final StoreBackend target;

	protected ForwardingBackend(StoreBackend target) {
		this.target = target;
	}

	@Override
	public JobStore jobs() {
		return this.target.jobs();
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

}
