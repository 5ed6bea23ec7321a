package io.jobqueue.store.limit;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The present use of a limit.
 *
 * @param name the name of the limit, see {@link LimitName}
 * @param running how many of its jobs workers hold
 * @param nextStart from when on a job may start as far as its rate and
 * {@link LimitStore#holdBack} allow, {@code null} for now
 */
public record LimitUse(String name, int running, @Nullable Instant nextStart) {
}
