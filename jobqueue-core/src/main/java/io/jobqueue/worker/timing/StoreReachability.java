package io.jobqueue.worker.timing;

import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.StoreUnavailableException;

/**
 * Whether the store answers, from the view of one part of a worker. {@link StoreOutage}
 * decides what is logged.
 */
public final class StoreReachability {

	private final String who;

	private final StoreOutage outage;

	private volatile boolean away;

	public StoreReachability(String who, StoreOutage outage) {
		this.who = who;
		this.outage = outage;
	}

	public synchronized void reached() {
		this.away = false;
		this.outage.reached(this.who);
	}

	/** The store could not be used, or failed in another way; it is tried again. */
	public synchronized void missed(Throwable cause) {
		this.away |= cause instanceof StoreUnavailableException;
		this.outage.failed(this.who, cause);
	}

	/** A part of what it does failed while the rest succeeded; it is tried again. */
	public void missed(String part, Throwable cause) {
		this.outage.failedBeside(part(part), cause);
	}

	/** A part that was missed succeeded. */
	public void reached(String part) {
		this.outage.reached(part(part));
	}

	/** A part that was missed is not tried again. */
	public void left(String part) {
		this.outage.left(part(part));
	}

	private String part(String part) {
		return this.who + ", " + part;
	}

	/** It is not tried again. */
	public void close() {
		this.outage.left(this.who);
	}

	public boolean away() {
		return this.away;
	}

}
