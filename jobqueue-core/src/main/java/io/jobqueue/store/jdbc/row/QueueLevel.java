package io.jobqueue.store.jdbc.row;

import io.jobqueue.store.error.NewerReleaseException;

/**
 * Up to which level of a queue, its column {@code needs}, this release may serve it. A
 * release that stores what a former one must not meet raises the level of the queue.
 */
public final class QueueLevel {

	public static final int KNOWN = 1;

	private QueueLevel() {
	}

	public static void require(String queue, int needs) {
		if (needs > KNOWN) {
			throw new NewerReleaseException(
					("Queue '%s' needs a release of jobqueue of level %d, but this one has level "
							+ "%d and leaves its jobs alone: use the newer release in this application, or serve the queue "
							+ "elsewhere")
						.formatted(queue, needs, KNOWN));
		}
	}

}
