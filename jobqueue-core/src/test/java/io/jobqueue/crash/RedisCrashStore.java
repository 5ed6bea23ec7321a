package io.jobqueue.crash;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.RedisProcess;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The store in Redis at an address. Its servers are the test's.
 */
final class RedisCrashStore implements CrashStore {

	private static final Pattern OF_LIVING_JOBS = Pattern
		.compile(".*}:(queued|interrupted|scheduled|retry|line|running:.*|laned|lanes|turns|blocked|parked|slots"
				+ "|unique|unique:until)");

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
	public List<String> leftovers() {
		Set<String> keys = new StringRedisTemplate(this.connections).keys("*" + namespace() + ":*");
		return keys.stream().filter((key) -> OF_LIVING_JOBS.matcher(key).matches()).sorted().toList();
	}

	@Override
	public void close() {
		this.connections.destroy();
	}

}
