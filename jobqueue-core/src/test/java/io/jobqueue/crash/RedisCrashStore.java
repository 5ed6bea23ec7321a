package io.jobqueue.crash;

import java.time.Duration;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.RedisProcess;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The store in Redis at an address. Its servers are the test's.
 */
final class RedisCrashStore implements CrashStore {

	private final RedisAddress address;

	private final LettuceConnectionFactory connections;

	private final StoreBackend backend;

	RedisCrashStore(RedisAddress address) {
		this.address = address;
		this.connections = address.connect();
		this.backend = new RedisStoreBackend(this.connections, address.namespace());
	}

	static RedisCrashStore on(RedisProcess server) {
		return new RedisCrashStore(RedisAddress.of("redis", server.port()));
	}

	@Override
	public StoreBackend backend() {
		return this.backend;
	}

	@Override
	public String address() {
		return this.address.toString();
	}

	String namespace() {
		return this.address.namespace();
	}

	@Override
	public int port() {
		return this.address.ports().get(0);
	}

	@Override
	public RedisCrashStore through(int port, Duration timeout) {
		return new RedisCrashStore(this.address.withPort(port).withTimeout(timeout));
	}

	@Override
	public void close() {
		this.connections.destroy();
	}

}
