package io.jobqueue.store.redis;

import io.jobqueue.JobStatus;
import io.jobqueue.store.StatusCode;

import org.jspecify.annotations.Nullable;

/**
 * The letters that stand for a status in scripts and states.
 */
final class Letters {

	/** A job on its way to another queue. */
	static final String MOVING = "V";

	private Letters() {
	}

	static String of(JobStatus status) {
		return StatusCode.of(status);
	}

	static @Nullable JobStatus status(String letter) {
		return StatusCode.status(letter);
	}

}
