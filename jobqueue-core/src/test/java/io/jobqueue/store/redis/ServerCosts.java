package io.jobqueue.store.redis;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
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
 * What operations cost a Redis server. The CPU time of its main thread, by {@code INFO},
 * does not depend on what else the machine does, unlike the time of a clock. The time of
 * each script, by {@code SLOWLOG}, is for the report.
 */
final class ServerCosts {

	private static final Map<String, String> SCRIPTS = Stream.of(Script.values())
		.collect(Collectors.toMap(Script::sha, Script::name));

	private final RedisConnection connection;

	private final Map<String, Long> cpuMicros = new TreeMap<>();

	private final Map<String, Long> scriptMicros = new TreeMap<>();

	ServerCosts(RedisConnection connection) {
		this.connection = connection;
		connection.serverCommands().setConfig("slowlog-max-len", "1000");
		connection.serverCommands().setConfig("slowlog-log-slower-than", "100");
	}

	/**
	 * Do an operation several times, each with the same amount of work. The first time,
	 * which may load scripts, does not count.
	 */
	void measure(String operation, int runs, Runnable prepare, Runnable action) throws Exception {
		for (int run = 0; run <= runs; run++) {
			prepare.run();
			commands((commands) -> commands.slowlogReset().toCompletableFuture());
			long before = cpu();
			action.run();
			long after = cpu();
			if (run > 0) {
				this.cpuMicros.merge(operation, after - before, Math::min);
				longestByScript()
					.forEach((script, micros) -> this.scriptMicros.merge(operation + ": " + script, micros, Math::min));
			}
		}
	}

	/** The CPU time of the cheapest run, in microseconds, by operation. */
	Map<String, Long> cpuMicros() {
		return this.cpuMicros;
	}

	/** One line for each operation, and for each script that was logged. */
	String report() {
		return Stream.concat(lines("CPU", this.cpuMicros), lines("clock", this.scriptMicros))
			.collect(Collectors.joining("\n"));
	}

	private static Stream<String> lines(String kind, Map<String, Long> micros) {
		return micros.entrySet()
			.stream()
			.map((each) -> "%-50s %6d µs (%s)".formatted(each.getKey(), each.getValue(), kind));
	}

	private long cpu() {
		Properties info = this.connection.serverCommands().info("cpu");
		return micros(info, "used_cpu_user_main_thread") + micros(info, "used_cpu_sys_main_thread");
	}

	private static long micros(Properties info, String name) {
		return Math.round(Double.parseDouble(info.getProperty(name)) * 1_000_000);
	}

	private Map<String, Long> longestByScript() throws Exception {
		List<Object> entries = commands((commands) -> commands.slowlogGet(1000).toCompletableFuture());
		return entries.stream()
			.map((entry) -> entry((List<?>) entry))
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
	private record Entry(String command, long micros) {
	}

}
