package io.jobqueue.autoconfigure.redis;

import io.jobqueue.store.redis.RedisStoreBackend;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Fails the start if a newer release wrote the namespace. It runs after
 * {@link RedisStartCheck}, which limits the wait for a server that does not reply.
 */
final class RedisFormatCheck implements SmartInitializingSingleton {

	private final RedisStoreBackend store;

	RedisFormatCheck(RedisStoreBackend store) {
		this.store = store;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.store.requireFormat();
	}

}
