package io.jobqueue.management;

import java.time.Duration;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobRateLimiter;
import io.jobqueue.LimitKeys;
import io.jobqueue.Rate;
import io.jobqueue.RateLimitResult;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.limit.RateStore;

/** Acquires permits from a store. */
public final class StoreJobRateLimiter implements JobRateLimiter {

	private final StoreBackend store;

	public StoreJobRateLimiter(StoreBackend store) {
		this.store = store;
	}

	@Override
	public RateLimitResult tryAcquire(String key, int limit, Duration per, int permits) {
		LimitKeys.requireRateKey(key);
		Rate rate = new Rate(limit, per);
		if (permits < 1 || permits > limit) {
			throw new InvalidJobException(
					"The number of permits is from 1 to the limit of %d, but was %d: more are never granted"
						.formatted(limit, permits));
		}
		return this.store.part(RateStore.class).acquire(key, rate.count(), rate.per(), permits);
	}

}
