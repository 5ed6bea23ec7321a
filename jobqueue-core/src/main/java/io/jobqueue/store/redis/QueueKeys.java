package io.jobqueue.store.redis;

import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;

/**
 * The keys of one queue, all in one Cluster slot by the tag in braces.
 */
final class QueueKeys {

	private final String queue;

	private final String prefix;

	private final byte[][] base;

	QueueKeys(String namespace, String queue) {
		this.queue = queue;
		this.prefix = "{" + namespace + ":" + queue + "}:";
		// The order is that of common.lua.
		this.base = Stream
			.of("queued", "scheduled", "retry", "interrupted", "state", "result", "error", "workers", "meta", "waiting",
					"failures", "info", "forward", "moving", "ended:SUCCESS", "ended:FAILED", "ended:MAX_RETRIES",
					"ended:TIMEOUT", "ended:ABORTED", "ended:CANCELLED")
			.map((name) -> Text.bytes(this.prefix + name))
			.toArray(byte[][]::new);
	}

	String queue() {
		return this.queue;
	}

	/** The keys that every script is given. */
	byte[][] base() {
		return this.base;
	}

	byte[] job(JobId id) {
		return job(id.value());
	}

	byte[] job(String id) {
		return Text.bytes(this.prefix + "job:" + id);
	}

	/** Is there for a while after the queue was forgotten. */
	byte[] mark() {
		return Text.bytes(this.prefix + "forgotten");
	}

	byte[] running(String worker) {
		return Text.bytes(this.prefix + "running:" + worker);
	}

	byte[] state() {
		return this.base[4];
	}

	byte[] error() {
		return this.base[6];
	}

	byte[] workers() {
		return this.base[7];
	}

	byte[] meta() {
		return this.base[8];
	}

	byte[] failures() {
		return this.base[10];
	}

	byte[] forward() {
		return this.base[12];
	}

	byte[] moving() {
		return this.base[13];
	}

	/** The sorted set of a status. */
	byte[] place(JobStatus status) {
		return switch (status) {
			case QUEUED -> this.base[0];
			case SCHEDULED -> this.base[1];
			case RETRY -> this.base[2];
			case INTERRUPTED -> this.base[3];
			case STARTED -> throw new IllegalArgumentException("Running jobs are kept by worker");
			default -> this.base[14 + status.ordinal() - JobStatus.SUCCESS.ordinal()];
		};
	}

}
