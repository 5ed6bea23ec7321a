package io.jobqueue.autoconfigure.properties;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long ended jobs are kept: the keys under {@code jobqueue.retention}.
 *
 * @param success Jobs that ended as SUCCESS.
 * @param cancelled Jobs that ended as CANCELLED or ABORTED.
 * @param deadLetters Jobs that ended as FAILED, MAX_RETRIES or TIMEOUT.
 */
public record RetentionProperties(@DefaultValue Success success, @DefaultValue Cancelled cancelled,
		@DefaultValue DeadLetters deadLetters) {

	/**
	 * Jobs that ended as SUCCESS.
	 *
	 * @param time How long jobs are kept.
	 * @param count Maximum number of kept jobs per queue.
	 */
	public record Success(@DefaultValue("1d") Duration time, @DefaultValue("10000") long count) {
	}

	/**
	 * Jobs that ended as CANCELLED or ABORTED.
	 *
	 * @param time How long jobs are kept.
	 * @param count Maximum number of kept jobs per queue and status.
	 */
	public record Cancelled(@DefaultValue("1d") Duration time, @DefaultValue("10000") long count) {
	}

	/**
	 * Jobs that ended as FAILED, MAX_RETRIES or TIMEOUT.
	 *
	 * @param time How long jobs are kept.
	 * @param count Maximum number of kept jobs per queue and status.
	 */
	public record DeadLetters(@DefaultValue("30d") Duration time, @DefaultValue("100000") long count) {
	}

}
