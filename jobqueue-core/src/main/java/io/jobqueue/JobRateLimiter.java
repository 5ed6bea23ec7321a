package io.jobqueue;

import java.time.Duration;

/**
 * Limits how often something is done, on all processes that use the store together, for
 * example calls of another service. In any period of the given length, at most the given
 * number of permits is granted. Implementations are thread-safe. All methods throw
 * {@link JobQueueException} if the store is unavailable or has no rate limiter.
 */
public interface JobRateLimiter {

	/**
	 * Acquire a permit without waiting.
	 * @see #tryAcquire(String, int, Duration, int)
	 */
	default RateLimitResult tryAcquire(String key, int limit, Duration per) {
		return tryAcquire(key, limit, per, 1);
	}

	/**
	 * Acquire permits without waiting. All are granted or none.
	 * @param key what is limited: 1 to 200 bytes of UTF-8 without control characters; all
	 * callers of a key must use the same limit and period
	 * @param limit the maximum number of permits in any period, from 1 to 1,000,000
	 * @param per the length of the period, from 1 ms to 1 day, by the clock of the store
	 * @param permits the number of permits, from 1 to the limit
	 * @return the result
	 * @throws InvalidJobException if an argument is out of bounds
	 */
	RateLimitResult tryAcquire(String key, int limit, Duration per, int permits);

}
