package io.jobqueue.worker.timing;

import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.error.StoreUnavailableException;

/**
 * Whether the store replies, as observed by one part of a worker. {@link StoreOutage}
 * decides what is logged.
 */
public final class StoreReachability {

	private final String who;

	private final StoreOutage outage;

	private volatile boolean unavailable;

	public StoreReachability(String who, StoreOutage outage) {
		this.who = who;
		this.outage = outage;
	}

	public synchronized void succeeded() {
		this.unavailable = false;
		this.outage.reached(this.who);
	}

	/**
	 * Record a failure: the store was unavailable or refused the call. The caller
	 * retries.
	 */
	public synchronized void failed(Throwable cause) {
		this.unavailable |= cause instanceof StoreUnavailableException;
		this.outage.failed(this.who, cause);
	}

	/**
	 * Record that a part of the work failed while the rest succeeded. The caller retries.
	 */
	public void failed(String part, Throwable cause) {
		this.outage.failedBeside(part(part), cause);
	}

	/** Record that a part that had failed has succeeded. */
	public void succeeded(String part) {
		this.outage.reached(part(part));
	}

	/** Record that a part that had failed is not retried. */
	public void removed(String part) {
		this.outage.left(part(part));
	}

	private String part(String part) {
		return this.who + ", " + part;
	}

	/** Record that the work is not retried. */
	public void close() {
		this.outage.left(this.who);
	}

	public boolean isUnavailable() {
		return this.unavailable;
	}

}
