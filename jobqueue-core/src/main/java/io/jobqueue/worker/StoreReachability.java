package io.jobqueue.worker;

import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.StoreUnavailableException;

/**
 * Whether the store answers, from the view of one part of a worker. {@link StoreOutage}
 * decides what is logged.
 */
final class StoreReachability {

	private final String who;

	private final StoreOutage outage;

	private volatile boolean away;

	StoreReachability(String who, StoreOutage outage) {
		this.who = who;
		this.outage = outage;
	}

	synchronized void reached() {
		this.away = false;
		this.outage.reached(this.who);
	}

	/** The store could not be used, or failed in another way; it is tried again. */
	synchronized void missed(Throwable cause) {
		this.away |= cause instanceof StoreUnavailableException;
		this.outage.failed(this.who, cause);
	}

	/** A part of what it does failed while the rest succeeded; it is tried again. */
	void missed(String part, Throwable cause) {
		this.outage.failedBeside(part(part), cause);
	}

	/** A part that was missed succeeded. */
	void reached(String part) {
		this.outage.reached(part(part));
	}

	/** A part that was missed is not tried again. */
	void left(String part) {
		this.outage.left(part(part));
	}

	private String part(String part) {
		return this.who + ", " + part;
	}

	/** It is not tried again. */
	void close() {
		this.outage.left(this.who);
	}

	boolean away() {
		return this.away;
	}

}
