package io.jobqueue.store.redis;

import java.util.Arrays;

import io.jobqueue.JobId;

/**
 * The keys of one queue, all in one Cluster slot by the tag in braces.
 */
final class QueueKeys {

	private final String queue;

	private final String prefix;

	/** In the order of {@link Key}. */
	private final byte[][] keys;

	QueueKeys(String namespace, String queue) {
		this.queue = queue;
		this.prefix = "{" + namespace + ":" + queue + "}:";
		this.keys = Arrays.stream(Key.values())
			.map((key) -> RedisText.bytes(this.prefix + key.text()))
			.toArray(byte[][]::new);
	}

	String queue() {
		return this.queue;
	}

	byte[] of(Key key) {
		return this.keys[key.ordinal()];
	}

	/** Where the record of a job is, if it is large. */
	byte[] job(String id) {
		return RedisText.bytes(this.prefix + "job:" + id);
	}

	byte[] job(JobId id) {
		return job(id.value());
	}

	/** Who is about to bring a job from another queue. */
	byte[] arrival(String id) {
		return RedisText.bytes(this.prefix + "arriving:" + id);
	}

	byte[] running(String worker) {
		return RedisText.bytes(this.prefix + "running:" + worker);
	}

}
