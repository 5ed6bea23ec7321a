package io.jobqueue.dashboard.route;

import java.time.InstantSource;
import java.util.function.Supplier;

import io.jobqueue.autoconfigure.cache.CachedRead;

/**
 * An answer that is made once a second at most, and shared by all callers: their number
 * does not change the cost for the store. Thread-safe.
 */
public final class SharedAnswer {

	private final CachedRead<DashboardResponse> read;

	/**
	 * Create an answer.
	 * @param source reads what it shows
	 * @param clock the clock for its age
	 */
	public SharedAnswer(Supplier<?> source, InstantSource clock) {
		this.read = new CachedRead<>(() -> DashboardResponse.json(source.get()), clock);
	}

	public DashboardResponse get() {
		return this.read.get();
	}

	/** Make the answer again for the next who ask, because something was changed. */
	public void forget() {
		this.read.forget();
	}

}
