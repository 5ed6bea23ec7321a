package io.jobqueue.dashboard.answer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

import io.jobqueue.autoconfigure.cache.CachedRead;
import io.jobqueue.dashboard.route.DashboardResponse;

/**
 * An answer that is made once a second at most, or less often, and shared by all callers:
 * their number does not change the cost for the store. Thread-safe.
 */
public final class SharedAnswer {

	private final CachedRead<DashboardResponse> read;

	/** Workers add what they have done to the store once in this time. */
	public static final Duration STATISTICS_AGE = Duration.ofSeconds(10);

	/**
	 * Create an answer.
	 * @param source reads what it shows
	 * @param clock the clock for its age
	 */
	public SharedAnswer(Supplier<?> source, InstantSource clock) {
		this.read = new CachedRead<>(() -> DashboardResponse.json(source.get()), clock);
	}

	/**
	 * Create an answer that is made less often.
	 * @param source reads what it shows
	 * @param clock the clock for its age
	 * @param age from which age on it is made again
	 */
	SharedAnswer(Supplier<?> source, InstantSource clock, Duration age) {
		this.read = new CachedRead<>(() -> DashboardResponse.json(source.get()), clock, age);
	}

	public DashboardResponse get() {
		return this.read.get();
	}

	void forget() {
		this.read.forget();
	}

}
