package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Looks at Redis once, before any container starts: an application that cannot keep jobs
 * had better not come up. It asks on a thread of its own, because a server that accepts
 * connections and says nothing would hold the start up for as long as the client's
 * command timeout.
 */
final class RedisStartCheck implements SmartInitializingSingleton, StoreReport {

	private static final Logger logger = LoggerFactory.getLogger(RedisStartCheck.class);

	private final RedisConnectionFactory factory;

	private final String address;

	private final Duration timeout;

	private volatile @Nullable RedisFacts facts;

	RedisStartCheck(RedisConnectionFactory factory, String address, Duration timeout) {
		this.factory = factory;
		this.address = address;
		this.timeout = timeout;
	}

	@Override
	public void afterSingletonsInstantiated() {
		RedisFacts found = ask();
		if (found.isTooOld()) {
			throw new RedisUnusableException(this.address, "has version " + found.version() + ", too old for jobqueue",
					"Use Redis 6.2 or later, or Valkey.", null);
		}
		if (found.evicts()) {
			logger.error("Redis at {} has maxmemory-policy '{}' and will drop jobs when its memory is full. "
					+ "Set it to 'noeviction'.", this.address, found.evictionPolicy());
		}
		if (found.version() == null) {
			logger.warn("Redis at {} does not allow INFO: its version and maxmemory-policy are not checked",
					this.address);
		}
		this.facts = found;
	}

	@Override
	public Map<String, Object> details() {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("address", this.address);
		RedisFacts known = this.facts;
		if (known != null && known.version() != null) {
			details.put("version", known.version());
		}
		if (known != null && known.evictionPolicy() != null) {
			details.put("maxmemoryPolicy", known.evicts()
					? known.evictionPolicy() + ": jobs can be lost, set it to noeviction" : known.evictionPolicy());
		}
		return details;
	}

	private RedisFacts ask() {
		FutureTask<RedisFacts> question = new FutureTask<>(() -> RedisFacts.read(this.factory));
		Thread thread = new Thread(question, "jobqueue-redis-check");
		thread.setDaemon(true);
		thread.start();
		try {
			return question.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw unreachable("cannot be used: " + rootMessage(ex), ex.getCause());
		}
		catch (TimeoutException ex) {
			question.cancel(true);
			throw unreachable("does not answer within " + this.timeout.toSeconds() + " seconds", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unreachable("was not asked: the start was interrupted", ex);
		}
	}

	private RedisUnusableException unreachable(String problem, @Nullable Throwable cause) {
		return new RedisUnusableException(this.address, problem, """
				One of these helps:
				  - Start Redis at that address, for instance: docker run -p 6379:6379 redis:7
				  - Say where Redis is: set spring.data.redis.host and spring.data.redis.port \
				(or spring.data.redis.url), and its credentials if it has any.
				  - For a trial without Redis, set jobqueue.store=memory: jobs then end with the application.""",
				cause);
	}

	private static String rootMessage(Throwable error) {
		Throwable root = error;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root.getMessage() != null) ? root.getMessage() : root.getClass().getName();
	}

}
