package io.jobqueue.store;

import java.util.List;

/**
 * A back end that delegates all calls to another one. A subclass changes what it
 * overrides.
 */
public abstract class ForwardingBackend implements StoreBackend {

	private final StoreBackend target;

	protected ForwardingBackend(StoreBackend target) {
		this.target = target;
	}

	@Override
	public JobIntake intake() {
		return this.target.intake();
	}

	@Override
	public JobFeed feed() {
		return this.target.feed();
	}

	@Override
	public JobActions actions() {
		return this.target.actions();
	}

	@Override
	public JobMaintenance maintenance() {
		return this.target.maintenance();
	}

	@Override
	public JobQueries queries() {
		return this.target.queries();
	}

	@Override
	public QueueSignal signal() {
		return this.target.signal();
	}

	@Override
	public <T> T part(Class<T> type) {
		return this.target.part(type);
	}

	@Override
	public List<?> parts() {
		return this.target.parts();
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
