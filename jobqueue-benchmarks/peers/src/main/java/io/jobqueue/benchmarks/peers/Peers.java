package io.jobqueue.benchmarks.peers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.jobqueue.benchmarks.Comparison;
import io.jobqueue.benchmarks.Options;
import io.jobqueue.benchmarks.Programs;
import io.jobqueue.benchmarks.Target;
import io.jobqueue.benchmarks.contender.ContenderProcess.Program;
import io.jobqueue.benchmarks.server.Redis;
import io.jobqueue.benchmarks.server.Server;

/**
 * Prints the tables of the library beside its peers, on Redis and on PostgreSQL;
 * {@link Options} has the arguments.
 */
public final class Peers {

	/** Peers are slower, most by more than this. */
	private static final double SHARE = 0.1;

	private static final Map<String, Target> POSTGRES_TARGETS = Map.of( //
			"dispatch in bulk, jobs/s", Target.ratioAtLeast(1), //
			"drain at 10, jobs/s", Target.ratioAtLeast(3), //
			"drain at 50, jobs/s", Target.ratioAtLeast(3), //
			"idle latency p99, µs", Target.atMost(10_000), //
			"rate of the long queue to that of the short", Target.atLeast(0.5), //
			"rate beside an old snapshot to that without", Target.atLeast(0.5));

	private Peers() {
	}

	public static void main(String[] arguments) {
		Options options = Options.parse(arguments);
		if (asked(options, redisPeers()).findAny().isPresent()) {
			try (Redis redis = new Redis()) {
				compare(new Comparison(options, Map.of()), redis,
						Stream.concat(asked(options, redisPeers()), Stream.of(Programs.library())));
			}
		}
		if (asked(options, postgresPeers()).findAny().isPresent()) {
			try (Postgres postgres = new Postgres()) {
				compare(new Comparison(options, POSTGRES_TARGETS), postgres,
						Stream.concat(asked(options, postgresPeers()), Stream.of(Programs.libraryInDatabase())));
			}
		}
	}

	private static Stream<Program> redisPeers() {
		return Stream.of(
				new Program("Rqueue", "io.jobqueue.benchmarks.rqueue.Rqueue", rqueueClassPath(), Set.of(), SHARE),
				program("Redisson", RedissonExecutor.class), program("JobRunr-memory", JobRunrMemory.class));
	}

	private static Stream<Program> postgresPeers() {
		return Stream.of(program("JobRunr-PostgreSQL", JobRunrPostgres.class),
				program("db-scheduler", DbScheduler.class));
	}

	private static Program program(String name, Class<?> type) {
		return new Program(name, type.getName(), Programs.classPath(), Set.of(), SHARE);
	}

	private static Stream<Program> asked(Options options, Stream<Program> programs) {
		return programs
			.filter((program) -> options.contenders().isEmpty() || options.contenders().contains(program.name()));
	}

	private static void compare(Comparison comparison, Server server, Stream<Program> programs) {
		System.out.println(comparison.run(server, programs.toArray(Program[]::new)));
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
