package io.jobqueue.dispatch.group;

import java.time.Duration;
import java.util.Map;

import io.jobqueue.store.job.NewJob;

/**
 * The bounds of shared calls.
 *
 * @param jobs how many jobs one call has at most
 * @param length how many characters the jobs of one call have at most; a job with more
 * than a tenth of them does not share
 * @param patience how long a caller waits in line before it makes a further call
 * @param longest how long a caller waits for the call of another one
 */
record GroupBounds(int jobs, int length, Duration patience, Duration longest) {

	/**
	 * A call is one command or statement in each store. The longest wait is above the
	 * usual timeouts of clients, whose errors say more.
	 */
	static final GroupBounds DEFAULT = new GroupBounds(250, 40_000, Duration.ofSeconds(1), Duration.ofSeconds(90));

	/**
	 * Whether a job may share a call. One with a unique key may wait for a transaction
	 * that has locked the key. A large one may take a command of its own.
	 */
	boolean allow(NewJob job) {
		return job.traits().unique() == null && length(job) <= this.length / 10;
	}

	/** About how many characters are stored of a job. */
	static int length(NewJob job) {
		int length = job.task().length() + job.payload().length();
		for (Map.Entry<String, String> header : job.headers().entrySet()) {
			length += header.getKey().length() + header.getValue().length();
		}
		return length;
	}

}
