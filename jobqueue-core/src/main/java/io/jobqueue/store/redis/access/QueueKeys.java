package io.jobqueue.store.redis.access;

import java.util.Arrays;

import io.jobqueue.JobId;
import io.jobqueue.store.redis.form.RedisText;

/**
 * The keys of one queue, all in one Cluster slot by the tag in braces.
 */
public final class QueueKeys {

	private final String queue;

	private final String prefix;

	/** In the order of {@link Key}. */
	private final byte[][] keys;

	public QueueKeys(String namespace, String queue) {
		this.queue = queue;
		this.prefix = "{" + namespace + ":" + queue + "}:";
		this.keys = Arrays.stream(Key.values())
			.map((key) -> RedisText.bytes(this.prefix + key.text()))
			.toArray(byte[][]::new);
	}

	public String queue() {
		return this.queue;
	}

	public byte[] of(Key key) {
		return this.keys[key.ordinal()];
	}

	/** Where the record of a job is, if it is large. */
	public byte[] job(String id) {
		return RedisText.bytes(this.prefix + "job:" + id);
	}

	public byte[] job(JobId id) {
		return job(id.value());
	}

	/** Who is about to bring a job from another queue. */
	public byte[] arrival(String id) {
		return RedisText.bytes(this.prefix + "arriving:" + id);
	}

	/** The sums of a span of time. */
	public byte[] statistics(String span) {
		return RedisText.bytes(this.prefix + "statistics:" + span);
	}

	/** Where other programs put items of a raw queue. */
	public byte[] raw(String name) {
		return RedisText.bytes(this.prefix + "raw:" + name);
	}

	/** Items of a raw queue that cannot become jobs. */
	public byte[] rawDead(String name) {
		return RedisText.bytes(this.prefix + "raw-dead:" + name);
	}

	/** Is there for a while after a call has added items. */
	public byte[] rawCall(String token) {
		return RedisText.bytes(this.prefix + "raw-call:" + token);
	}

	public byte[] running(String worker) {
		return RedisText.bytes(this.prefix + "running:" + worker);
	}

}
