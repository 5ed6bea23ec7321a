package io.jobqueue.autoconfigure.redis;

import io.jobqueue.JobQueueException;
import org.jspecify.annotations.Nullable;

/** Thrown if the configured Redis server cannot store jobs. */
final class RedisUnusableException extends JobQueueException {

	private final String action;

	RedisUnusableException(String address, String problem, String action, @Nullable Throwable cause) {
		super("Redis at %s %s".formatted(address, problem), cause);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
