package io.jobqueue.autoconfigure.redis;

import java.util.Arrays;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Facts that a Redis server reports by INFO. CONFIG is never used, because managed
 * services refuse it.
 *
 * @param version the version, {@code null} if INFO is not allowed
 * @param evictionPolicy the {@code maxmemory-policy}, {@code null} if INFO is not allowed
 */
record RedisServerInfo(@Nullable String version, @Nullable String evictionPolicy) {

	private static final int[] OLDEST = { 6, 2 };

	/**
	 * Read the facts from a server.
	 * @throws DataAccessException if it cannot be reached or refuses a PING
	 */
	static RedisServerInfo read(RedisConnectionFactory factory) {
		try (RedisConnection connection = factory.getConnection()) {
			connection.ping();
			return new RedisServerInfo(info(connection, "server", "redis_version"),
					info(connection, "memory", "maxmemory_policy"));
		}
	}

	boolean isTooOld() {
		if (this.version == null) {
			return false;
		}
		String[] numbers = this.version.split("[^0-9]+");
		for (int i = 0; i < OLDEST.length; i++) {
			int number = (i < numbers.length && !numbers[i].isEmpty()) ? Integer.parseInt(numbers[i]) : 0;
			if (number != OLDEST[i]) {
				return number < OLDEST[i];
			}
		}
		return false;
	}

	boolean evicts() {
		return this.evictionPolicy != null && !"noeviction".equals(this.evictionPolicy);
	}

	private static @Nullable String info(RedisConnection connection, String section, String key) {
		Properties info;
		try {
			info = connection.serverCommands().info(section);
		}
		catch (DataAccessException ex) {
			// PING was allowed and INFO was not, because of an ACL. The check continues
			// without
			// INFO.
			return null;
		}
		// A cluster replies with a line for each node: "<node>.<key>".
		return (info == null) ? null
				: info.stringPropertyNames()
					.stream()
					.filter((name) -> name.equals(key) || name.endsWith("." + key))
					.map(info::getProperty)
					.min((one, other) -> Arrays.compare(weight(one), weight(other)))
					.orElse(null);
	}

	/**
	 * The oldest version and an evicting policy come first, because one such node
	 * matters.
	 */
	private static int[] weight(String value) {
		return "noeviction".equals(value) ? new int[] { Integer.MAX_VALUE }
				: Arrays.stream(value.split("[^0-9]+"))
					.filter((number) -> !number.isEmpty())
					.mapToInt(Integer::parseInt)
					.toArray();
	}

}
