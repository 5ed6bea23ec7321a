package io.jobqueue.store.redis.form;

import io.jobqueue.JobStatus;
import io.jobqueue.store.form.StatusCode;

import org.jspecify.annotations.Nullable;

/**
 * The letters that stand for a status in scripts and states.
 */
public final class Letters {

	/** A job on its way to another queue. */
	public static final String MOVING = "V";

	/** A job that a worker holds in line. */
	static final String IN_LINE = "L";

	/** A job that waits in a lane, because it is under limits. */
	static final String IN_LANE = "G";

	private Letters() {
	}

	public static String of(JobStatus status) {
		return StatusCode.of(status);
	}

	public static @Nullable JobStatus status(String letter) {
		return StatusCode.status(letter);
	}

	/**
	 * The status at a place.
	 * @throws IllegalArgumentException if there is no such place
	 */
	static JobStatus statusAt(String letter) {
		JobStatus status = letter.equals(IN_LINE) || letter.equals(IN_LANE) ? JobStatus.QUEUED
				: letter.equals(MOVING) ? JobStatus.RETRY : status(letter);
		if (status == null) {
			throw new IllegalArgumentException("No place has the letter '" + letter + "'");
		}
		return status;
	}

}
