package io.jobqueue.store.memory;

import java.time.InstantSource;

import io.jobqueue.store.JobActions;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobIntake;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;

/**
 * A store in the memory of one process, for tests and trials. It is also the reference
 * for the behaviour of every other store.
 */
public final class MemoryStoreBackend implements StoreBackend, AutoCloseable {

	private final MemoryStore store;

	private final StoreOutage outage = new StoreOutage();

	private final MemoryJobStore jobs;

	private final JobActions actions;

	private final JobMaintenance maintenance;

	private final JobQueries queries;

	/**
	 * Create an empty store.
	 * @param clock the clock of the store
	 */
	public MemoryStoreBackend(InstantSource clock) {
		this.store = new MemoryStore(clock);
		this.jobs = new MemoryJobStore(this.store);
		this.actions = new MemoryJobActions(this.store);
		this.maintenance = new MemoryJobMaintenance(this.store);
		this.queries = new MemoryJobQueries(this.store);
	}

	@Override
	public StoreOutage outage() {
		return this.outage;
	}

	@Override
	public JobIntake intake() {
		return this.jobs;
	}

	@Override
	public JobFeed feed() {
		return this.jobs;
	}

	@Override
	public JobActions actions() {
		return this.actions;
	}

	@Override
	public JobMaintenance maintenance() {
		return this.maintenance;
	}

	@Override
	public JobQueries queries() {
		return this.queries;
	}

	@Override
	public QueueSignal signal() {
		return this.store.signal;
	}

	/** Refuse further jobs, because no worker would run them. */
	@Override
	public void close() {
		this.store.closed = true;
	}

}
