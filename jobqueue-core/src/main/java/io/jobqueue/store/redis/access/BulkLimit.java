package io.jobqueue.store.redis.access;

import java.time.Duration;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.jobqueue.store.error.StoreRefusedException;

/**
 * The longest value that Redis takes, its {@code proto-max-bulk-len}. It closes the
 * connection of a client that sends a longer one, with all commands that wait on it. The
 * limit is read for values only that are longer than the smallest limit there is. Where
 * CONFIG is not allowed, the default of Redis is taken.
 */
final class BulkLimit {

	private static final Logger logger = LoggerFactory.getLogger(BulkLimit.class);

	private static final String SETTING = "proto-max-bulk-len";

	/** No server has a smaller limit. */
	private static final long SMALLEST = 1024 * 1024;

	private static final long USUAL = 512 * SMALLEST;

	private static final Duration REMEMBERED = Duration.ofMinutes(1);

	private final RedisConnectionFactory factory;

	private volatile @Nullable Known known;

	BulkLimit(RedisConnectionFactory factory) {
		this.factory = factory;
	}

	/**
	 * Check that Redis takes a value.
	 * @param operation what it is for, as in "insert jobs"
	 * @param bytes the length of the value
	 * @throws StoreRefusedException if it is too long
	 */
	void require(String operation, long bytes) {
		if (bytes <= SMALLEST) {
			return;
		}
		long limit = limit();
		if (bytes > limit) {
			throw new StoreRefusedException(("Redis cannot %s: a value has %,d bytes, but '%s' allows at most %,d. "
					+ "Keep the data elsewhere and pass a reference to it, or raise that setting of Redis")
				.formatted(operation, bytes, SETTING, limit), null);
		}
	}

	private long limit() {
		Known before = this.known;
		if (before != null && System.nanoTime() - before.readNanos < REMEMBERED.toNanos()) {
			return before.limit;
		}
		long limit = read();
		this.known = new Known(limit, System.nanoTime());
		return limit;
	}

	private long read() {
		try (RedisConnection connection = this.factory.getConnection()) {
			Properties settings = connection.serverCommands().getConfig(SETTING);
			// A Cluster answers for each of its nodes: "<node>.<setting>".
			return (settings == null) ? USUAL
					: settings.stringPropertyNames()
						.stream()
						.filter((name) -> name.endsWith(SETTING))
						.mapToLong((name) -> Long.parseLong(settings.getProperty(name)))
						.min()
						.orElse(USUAL);
		}
		catch (RuntimeException ex) {
			logger.debug("'{}' of Redis cannot be read; {} is assumed", SETTING, USUAL, ex);
			return USUAL;
		}
	}

	/** A limit, and when it was read. */
	private record Known(long limit, long readNanos) {
	}

}
