package io.jobqueue.store.limit;

import java.time.Duration;

import io.jobqueue.RateLimitResult;

/**
 * The part of a store that grants permits, see {@link io.jobqueue.JobRateLimiter}.
 * Implementations are thread-safe.
 */
public interface RateStore {

	/**
	 * Acquire permits: all or none.
	 * @param key the key
	 * @param limit the maximum number of permits in any period
	 * @param per the length of the period, at least 1 ms
	 * @param permits the number of permits, at most the limit
	 * @throws io.jobqueue.store.error.StoreUnavailableException if the store is
	 * unavailable
	 */
	RateLimitResult acquire(String key, int limit, Duration per, int permits);

}
