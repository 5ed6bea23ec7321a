package io.jobqueue.autoconfigure.redis;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.jobqueue.autoconfigure.StoreHealthDetails;
import io.jobqueue.autoconfigure.properties.ValueText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Checks Redis once, before any container starts. An application that cannot store jobs
 * must not start. The check uses a separate thread: a server that accepts connections but
 * does not reply would delay the start for the command timeout of the client.
 */
final class RedisStartCheck implements SmartInitializingSingleton, StoreHealthDetails {

	private static final Logger logger = LoggerFactory.getLogger(RedisStartCheck.class);

	private static final List<String> REFUSALS = List.of("WRONGPASS", "NOAUTH", "NOPERM", "invalid password",
			"AUTH <password> called");

	private static final String CREDENTIALS_FIRST = """
			  - Redis answers and refuses the credentials: check spring.data.redis.username and \
			spring.data.redis.password (or those in spring.data.redis.url), and the rights of that user.
			  - If another Redis was meant, set spring.data.redis.host and spring.data.redis.port.
			""";

	private static final String ADDRESS_FIRST = """
			  - Start Redis at that address, for instance: docker run -p 6379:6379 redis:7
			  - Say where Redis is: set spring.data.redis.host and spring.data.redis.port \
			(or spring.data.redis.url), and its credentials if it has any. \
			Connection details that are a bean, such as those of @ServiceConnection, come before these properties.
			""";

	private static final String MARKED = """
			  - Check the RedisConnectionFactory that is marked with @JobQueueRedis: its host, its port and its \
			credentials. Properties under spring.data.redis do not change it.
			""";

	private static final String TRIAL = "  - For a trial without Redis, set jobqueue.store=memory: "
			+ "jobs then end with the application.";

	private final JobRedis redis;

	private final Duration timeout;

	private volatile @Nullable RedisServerInfo facts;

	RedisStartCheck(JobRedis redis, Duration timeout) {
		this.redis = redis;
		this.timeout = timeout;
	}

	@Override
	public void afterSingletonsInstantiated() {
		RedisServerInfo found = ask();
		if (found.isTooOld()) {
			throw new RedisUnusableException(this.redis.address(),
					"has version " + found.version() + ", too old for jobqueue", "Use Redis 6.2 or later, or Valkey.",
					null);
		}
		if (found.evicts()) {
			logger.error("Redis at {} has maxmemory-policy '{}' and deletes jobs when its memory is full. "
					+ "Set it to 'noeviction'.", this.redis.address(), found.evictionPolicy());
		}
		if (found.version() == null) {
			logger.warn("Redis at {} does not allow INFO: its version and maxmemory-policy are not checked",
					this.redis.address());
		}
		this.facts = found;
	}

	@Override
	public Map<String, Object> details() {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("address", this.redis.address());
		RedisServerInfo known = this.facts;
		if (known != null && known.version() != null) {
			details.put("version", known.version());
		}
		if (known != null && known.evictionPolicy() != null) {
			details.put("maxmemoryPolicy", known.evicts()
					? known.evictionPolicy() + ": jobs can be lost, set it to noeviction" : known.evictionPolicy());
		}
		return details;
	}

	private RedisServerInfo ask() {
		try {
			return new TimeLimitedCheck<>("jobqueue-redis-check", () -> RedisServerInfo.read(this.redis.factory()))
				.ask(this.timeout);
		}
		catch (ExecutionException ex) {
			String problem = rootMessage(ex);
			throw unusable("cannot be used: " + problem, isRefusal(problem) ? CREDENTIALS_FIRST : ADDRESS_FIRST,
					ex.getCause());
		}
		catch (TimeoutException ex) {
			throw unusable(
					"does not answer within %s (jobqueue.redis.start-timeout)".formatted(ValueText.of(this.timeout)),
					ADDRESS_FIRST, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unusable("was not asked: the start was interrupted", ADDRESS_FIRST, ex);
		}
	}

	private RedisUnusableException unusable(String problem, String advice, @Nullable Throwable cause) {
		return new RedisUnusableException(this.redis.address(), problem,
				"One of these helps:\n" + (this.redis.isMarked() ? MARKED : advice) + TRIAL, cause);
	}

	/** Return whether a server refused a password, a user, or a missing password. */
	private static boolean isRefusal(String problem) {
		return REFUSALS.stream().anyMatch(problem::contains);
	}

	private static String rootMessage(Throwable error) {
		Throwable root = error;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root.getMessage() != null) ? root.getMessage() : root.getClass().getName();
	}

}
