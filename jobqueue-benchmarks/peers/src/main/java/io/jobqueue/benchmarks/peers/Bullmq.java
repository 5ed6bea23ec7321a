package io.jobqueue.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.jobqueue.benchmarks.contender.Program;

/**
 * BullMQ, which runs on Node.js. The libraries of its program are installed by npm when
 * they are needed, as its lock file says.
 */
final class Bullmq {

	static final String NAME = "BullMQ";

	/** What it sends itself to Redis in numbers; its scripts use none of these. */
	private static final Set<String> COMMANDS = Set.of("evalsha", "eval", "bzpopmin", "multi", "exec");

	private Bullmq() {
	}

	static Program program() {
		Path directory = Path.of(Objects.requireNonNull(System.getProperty("bullmq.directory"),
				"The property 'bullmq.directory' is missing; Maven sets it"));
		install(directory);
		return new Program(NAME,
				List.of("node", "--max-old-space-size=1024", directory.resolve("contender.js").toString()), COMMANDS,
				1);
	}

	private static void install(Path directory) {
		Path lock = directory.resolve("package-lock.json");
		Path installed = directory.resolve("node_modules/.package-lock.json");
		try {
			if (Files.exists(installed)
					&& Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
				return;
			}
			Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
				.directory(directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.INHERIT)
				.start();
			if (npm.waitFor() != 0) {
				throw new IllegalStateException("npm could not install BullMQ; its message is above");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("BullMQ needs Node.js 20 with npm; leave it out by --with", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while npm installed BullMQ", ex);
		}
	}

}
