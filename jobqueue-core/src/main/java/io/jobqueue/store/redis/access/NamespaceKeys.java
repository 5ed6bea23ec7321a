package io.jobqueue.store.redis.access;

import java.util.List;

import io.jobqueue.store.redis.form.RedisText;

/**
 * The keys of a namespace that belong to no queue. In a Cluster, each call uses those of
 * one slot.
 *
 * @param namespace the namespace
 */
public record NamespaceKeys(String namespace) {

	/** The key of a rate limiter, in a slot of its own. */
	public byte[] rate(String key) {
		return RedisText.bytes("{" + this.namespace + ":rate:" + key + "}");
	}

	/** The key of the workers that drain, in a slot of its own. */
	public byte[] drains() {
		return RedisText.bytes("{" + this.namespace + ":drains}");
	}

	/** The key of the audit, in a slot of its own. */
	public byte[] audit() {
		return RedisText.bytes("{" + this.namespace + ":audit}");
	}

	/** The keys of a flow, in a slot of its own: the flow, its jobs, and their ends. */
	public List<byte[]> flow(String id) {
		String prefix = "{" + this.namespace + ":flow:" + id + "}:";
		return List.of(RedisText.bytes(prefix + "flow"), RedisText.bytes(prefix + "jobs"),
				RedisText.bytes(prefix + "ends"));
	}

	/** The keys of the flows, in a slot of their own. */
	public List<byte[]> flows() {
		String prefix = "{" + this.namespace + ":flows}:";
		return List.of(RedisText.bytes(prefix + "look"), RedisText.bytes(prefix + "kept"),
				RedisText.bytes(prefix + "all"));
	}

	/**
	 * The key of the requests for stacks that wait for a worker, in a slot of its own.
	 */
	public byte[] stackRequests(String worker) {
		return RedisText.bytes("{" + this.namespace + ":stacks:" + worker + "}");
	}

	/** The key of the answer to a request for a stack, in a slot of its own. */
	public byte[] stackAnswer(String token) {
		return RedisText.bytes("{" + this.namespace + ":stack:" + token + "}");
	}

}
