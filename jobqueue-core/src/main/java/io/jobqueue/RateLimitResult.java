package io.jobqueue;

import java.time.Duration;

/**
 * The result of an attempt to acquire permits.
 *
 * @param granted whether the permits are granted
 * @param remaining the number of permits that may be granted now in addition
 * @param retryAfter the time after which the same permits may be granted, zero if they
 * are granted
 */
public record RateLimitResult(boolean granted, int remaining, Duration retryAfter) {
}
