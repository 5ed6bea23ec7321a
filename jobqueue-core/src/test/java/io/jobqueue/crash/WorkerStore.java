package io.jobqueue.crash;

import java.net.URI;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The store of a worker, opened by its address; the scheme says which. A further back end
 * is a further scheme here.
 *
 * @param backend the store
 * @param connections what it is reached by: a bean that is to be closed after the worker
 */
record WorkerStore(StoreBackend backend, Object connections) {

	static WorkerStore open(String address) {
		URI uri = URI.create(address);
		if (!uri.getScheme().startsWith("redis")) {
			throw new IllegalArgumentException("No store is known for '" + address + "'");
		}
		RedisAddress redis = RedisAddress.parse(uri);
		LettuceConnectionFactory connections = redis.connect();
		return new WorkerStore(new RedisStoreBackend(connections, redis.namespace()), connections);
	}

}
