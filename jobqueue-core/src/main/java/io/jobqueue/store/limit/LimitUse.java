package io.jobqueue.store.limit;

import java.time.Duration;

/**
 * The present use of a limit.
 *
 * @param name the name of the limit, see {@link LimitName}
 * @param running how many of its jobs workers hold
 * @param delay how long its rate and {@link LimitStore#holdBack} allow no start, zero for
 * not at all
 */
public record LimitUse(String name, int running, Duration delay) {
}
