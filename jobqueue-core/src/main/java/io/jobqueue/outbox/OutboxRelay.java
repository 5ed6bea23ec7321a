package io.jobqueue.outbox;

import javax.sql.DataSource;

import io.jobqueue.event.JobEvents;
import io.jobqueue.store.StoreBackend;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Relays the outbox on a thread of its own: immediately after a commit in this process,
 * else at the poll interval, and more slowly while the store or the database is
 * unavailable. Any number of processes may run a relay.
 */
public final class OutboxRelay implements SmartLifecycle {

	/** Below the worker, so that it stops after it: jobs may dispatch to the end. */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4097;

	private static final long STOP_MILLIS = 5000;

	private final StoreBackend store;

	private final DataSource dataSource;

	private final OutboxOptions options;

	private final JobEvents events;

	private volatile @Nullable RelayLoop loop;

	/**
	 * Create a relay.
	 * @param store the target store
	 * @param dataSource the DataSource of the database with the outbox
	 * @param options the options
	 * @param events receives what was relayed and parked
	 */
	public OutboxRelay(StoreBackend store, DataSource dataSource, OutboxOptions options, JobEvents events) {
		this.store = store;
		this.dataSource = dataSource;
		this.options = options;
		this.events = events;
	}

	/**
	 * Start a pass now. Returns immediately, and does nothing while the relay does not
	 * run: each start begins with a pass.
	 */
	public void wake() {
		RelayLoop running = this.loop;
		if (running != null) {
			running.wake();
		}
	}

	@Override
	public synchronized void start() {
		if (this.loop == null) {
			RelayLoop started = new RelayLoop(
					new RelayPass(this.store.intake(), this.dataSource, this.options, this.events), this.store.outage(),
					this.options.pollInterval());
			started.wake();
			started.start();
			this.loop = started;
		}
	}

	/** Relay committed jobs before this returns, unless that takes too long. */
	@Override
	public void stop() {
		RelayLoop ending;
		synchronized (this) {
			ending = this.loop;
			this.loop = null;
		}
		if (ending != null) {
			ending.stop(STOP_MILLIS);
		}
	}

	@Override
	public boolean isRunning() {
		return this.loop != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
