package io.jobqueue.store.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;

import io.lettuce.core.api.async.RedisServerAsyncCommands;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * What Redis itself says of the time that commands took, by {@code SLOWLOG}. That is the
 * time of a clock, so a busy machine makes any command slow once: what is slow for its
 * work is so in each of several equal runs.
 */
final class SlowLog {

	private static final Map<String, String> SCRIPTS = Stream.of(Script.values())
		.collect(Collectors.toMap(Script::sha, Script::name));

	private static final long LOGGED_MICROS = 100;

	private final RedisConnection connection;

	private final Map<String, Long> cheapest = new TreeMap<>();

	private final Map<String, Long> longest = new TreeMap<>();

	SlowLog(RedisConnection connection) {
		this.connection = connection;
	}

	/** Log what counts, or nothing. */
	void log(boolean all) {
		this.connection.serverCommands().setConfig("slowlog-max-len", "1000");
		this.connection.serverCommands()
			.setConfig("slowlog-log-slower-than", all ? Long.toString(LOGGED_MICROS) : "-1");
	}

	/** Do an operation several times, each with the same amount of work. */
	void measure(String operation, int runs, Runnable prepare, Runnable action) throws Exception {
		Map<String, Integer> seen = new HashMap<>();
		// The first run loads the scripts.
		for (int run = 0; run <= runs; run++) {
			prepare.run();
			commands((commands) -> commands.slowlogReset().toCompletableFuture());
			action.run();
			if (run > 0) {
				Map<String, Long> longestOfRun = longestByCommand();
				note(operation, longestOfRun);
				longestOfRun.keySet().forEach((command) -> seen.merge(command, 1, Integer::sum));
			}
		}
		seen.forEach((command, times) -> {
			if (times < runs) {
				// In the runs that are not logged it was faster than what is logged.
				this.cheapest.put(operation + ": " + command, LOGGED_MICROS);
			}
		});
	}

	private void note(String operation, Map<String, Long> longestOfRun) {
		longestOfRun.forEach((command, micros) -> {
			this.cheapest.merge(operation + ": " + command, micros, Math::min);
			this.longest.merge(operation + ": " + command, micros, Math::max);
		});
	}

	/** The microseconds of each command in the cheapest run, by operation and command. */
	Map<String, Long> cheapest() {
		return this.cheapest;
	}

	/** One line for each command of each operation. */
	String report() {
		return this.cheapest.entrySet()
			.stream()
			.map((each) -> "%-32s %6d µs, at worst %6d µs".formatted(each.getKey(), each.getValue(),
					this.longest.get(each.getKey())))
			.collect(Collectors.joining("\n"));
	}

	private Map<String, Long> longestByCommand() throws Exception {
		List<Object> entries = commands((commands) -> commands.slowlogGet(1000).toCompletableFuture());
		return entries.stream()
			.map((entry) -> entry((List<?>) entry))
			.filter((entry) -> !entry.command().equals("SLOWLOG"))
			.collect(Collectors.toMap(Entry::command, Entry::micros, Math::max));
	}

	private static Entry entry(List<?> entry) {
		List<?> command = (List<?>) entry.get(3);
		String name = RedisText.string(command.get(0));
		return new Entry(
				name.toUpperCase(Locale.ROOT).startsWith("EVAL")
						? SCRIPTS.getOrDefault(RedisText.string(command.get(1)), "EVAL") : name,
				((Number) entry.get(2)).longValue());
	}

	private <T> T commands(Function<RedisServerAsyncCommands<?, ?>, CompletableFuture<T>> command) throws Exception {
		return command.apply((RedisServerAsyncCommands<?, ?>) this.connection.getNativeConnection())
			.get(10, TimeUnit.SECONDS);
	}

	/** A command, scripts by their name, and the time it took. */
	record Entry(String command, long micros) {
	}

}
