package io.jobqueue.store.redis.access;

import io.jobqueue.store.error.NewerReleaseException;

/**
 * Up to which numbers this release understands what is in Redis. A field that may be
 * skipped raises none of them: fields are tagged, and those of another release are kept.
 * A change that a former release must not meet raises the number of the queues that have
 * it; one for which no side by side is possible raises the number of the namespace.
 */
public final class RedisFormat {

	/** Of a namespace, in a key of its own. */
	public static final int NAMESPACE = 1;

	/** What a queue may need, in the field {@code needs} of its hash {@code meta}. */
	public static final int QUEUE = 1;

	private RedisFormat() {
	}

	static NewerReleaseException newerNamespace(String namespace, String format) {
		return new NewerReleaseException(("The keys of namespace '%s' in Redis have format %s, but this release of "
				+ "jobqueue reads format %s and older: use the newer release that wrote them, or another "
				+ "'jobqueue.namespace'")
			.formatted(namespace, format, NAMESPACE));
	}

	static NewerReleaseException newerQueue(String queue, String needs) {
		return new NewerReleaseException(("Queue '%s' needs a release of jobqueue of level %s, but this one has level "
				+ "%s and leaves its jobs alone: use the newer release in this application, or serve the queue elsewhere")
			.formatted(queue, needs, QUEUE));
	}

}
