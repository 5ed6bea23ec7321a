package io.jobqueue.benchmarks.peers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.jobqueue.benchmarks.Comparison;
import io.jobqueue.benchmarks.Options;
import io.jobqueue.benchmarks.Programs;
import io.jobqueue.benchmarks.Targets;
import io.jobqueue.benchmarks.contender.Program;
import io.jobqueue.benchmarks.server.Redis;

/**
 * Prints the tables of the library beside its peers, on Redis and on PostgreSQL;
 * {@link Options} has the arguments.
 */
public final class Peers {

	private Peers() {
	}

	public static void main(String[] arguments) {
		Options options = Options.parse(arguments);
		Map<String, Supplier<Program>> onRedis = asked(options, redis(options.share()));
		if (!onRedis.isEmpty()) {
			List<Program> programs = with(onRedis, Programs.library());
			try (Redis redis = new Redis(options.redis())) {
				System.out.println(new Comparison(options, Targets.REDIS).run(redis, programs));
			}
		}
		Map<String, Supplier<Program>> onPostgres = asked(options, postgres(options.share()));
		if (!onPostgres.isEmpty()) {
			List<Program> programs = with(onPostgres, Programs.libraryInDatabase());
			try (Postgres postgres = new Postgres(options.postgresql())) {
				System.out.println(new Comparison(options, Targets.POSTGRESQL).run(postgres, programs));
			}
		}
	}

	private static Map<String, Supplier<Program>> redis(double share) {
		Map<String, Supplier<Program>> programs = new LinkedHashMap<>();
		programs.put(Targets.CEILING, Programs::ceiling);
		programs.put(Bullmq.NAME, () -> Bullmq.program().withShare(share));
		programs.put("Rqueue", () -> Program.java("Rqueue", "io.jobqueue.benchmarks.rqueue.Rqueue", rqueueClassPath())
			.withShare(share));
		programs.put("Redisson", () -> program("Redisson", RedissonExecutor.class).withShare(share));
		programs.put("JobRunr-memory", () -> program("JobRunr-memory", JobRunrMemory.class).withShare(share));
		return programs;
	}

	private static Map<String, Supplier<Program>> postgres(double share) {
		Map<String, Supplier<Program>> programs = new LinkedHashMap<>();
		programs.put(Targets.CEILING_ON_POSTGRESQL,
				() -> program(Targets.CEILING_ON_POSTGRESQL, PostgresCeiling.class));
		programs.put("JobRunr-PostgreSQL", () -> program("JobRunr-PostgreSQL", JobRunrPostgres.class).withShare(share));
		programs.put(Targets.DB_SCHEDULER, () -> program(Targets.DB_SCHEDULER, DbScheduler.class).withShare(share));
		return programs;
	}

	private static Program program(String name, Class<?> type) {
		return Program.java(name, type.getName(), Programs.classPath());
	}

	private static Map<String, Supplier<Program>> asked(Options options, Map<String, Supplier<Program>> programs) {
		programs.keySet().removeIf((name) -> !options.isWith(name));
		return programs;
	}

	private static List<Program> with(Map<String, Supplier<Program>> others, Program library) {
		List<Program> programs = new ArrayList<>();
		others.values().forEach((other) -> programs.add(other.get()));
		programs.add(library);
		return programs;
	}

	/** What the build of the contender left beside its classes. */
	private static String rqueueClassPath() {
		URL file = Objects.requireNonNull(Peers.class.getResource("/rqueue.classpath"), "Rqueue was not built");
		try (InputStream stream = file.openStream()) {
			String libraries = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
			return Path.of(file.toURI()).getParent() + File.pathSeparator + libraries;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The class path of Rqueue cannot be read", ex);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("The class path of Rqueue is not a file: " + file, ex);
		}
	}

}
