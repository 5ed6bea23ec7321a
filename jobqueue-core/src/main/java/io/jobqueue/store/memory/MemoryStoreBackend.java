package io.jobqueue.store.memory;

import java.time.InstantSource;

import io.jobqueue.store.JobBrowser;
import io.jobqueue.store.JobControl;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobStore;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;

/**
 * A store that lives and dies with the process: for tests and trials, and the readable
 * form of what every other store does.
 */
public final class MemoryStoreBackend implements StoreBackend, AutoCloseable {

	private final MemoryStore store;

	private final StoreOutage outage = new StoreOutage();

	private final JobStore jobs;

	private final JobControl control;

	private final JobMaintenance maintenance;

	private final JobBrowser browser;

	/**
	 * An empty store.
	 * @param clock the store's clock
	 */
	public MemoryStoreBackend(InstantSource clock) {
		this.store = new MemoryStore(clock);
		this.jobs = new MemoryJobStore(this.store);
		this.control = new MemoryJobControl(this.store);
		this.maintenance = new MemoryJobMaintenance(this.store);
		this.browser = new MemoryJobBrowser(this.store);
	}

	@Override
	public StoreOutage outage() {
		return this.outage;
	}

	@Override
	public JobStore jobs() {
		return this.jobs;
	}

	@Override
	public JobControl control() {
		return this.control;
	}

	@Override
	public JobMaintenance maintenance() {
		return this.maintenance;
	}

	@Override
	public JobBrowser browser() {
		return this.browser;
	}

	@Override
	public QueueSignal signal() {
		return this.store.signal;
	}

	@Override
	public boolean joinsTransaction() {
		return false;
	}

	/** Take no more jobs: nobody would run them. */
	@Override
	public void close() {
		this.store.closed = true;
	}

}
