package io.jobqueue.autoconfigure.redis;

import io.jobqueue.store.redis.RedisStoreBackend;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Ends the start if a newer release wrote what is in the namespace. It runs behind
 * {@link RedisStartCheck}, which bounds the time of a server that does not answer.
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
