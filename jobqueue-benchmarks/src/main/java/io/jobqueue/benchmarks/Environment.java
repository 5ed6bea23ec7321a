package io.jobqueue.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.benchmarks.contender.ContenderProcess;
import io.jobqueue.benchmarks.server.Server;

/** The environment of the measurement. */
final class Environment {

	private static final Path CPU = Path.of("/proc/cpuinfo");

	private Environment() {
	}

	static String describe(Server server, Options options, List<ContenderProcess> contenders) {
		String platforms = contenders.stream()
			.map(ContenderProcess::platform)
			.filter((platform) -> !platform.isEmpty())
			.map((platform) -> platform + ", ")
			.collect(Collectors.joining());
		return """
				%d cores of %s, %s %s, each contender with 1 GB of heap and G1, %s%s
				%d rounds of scale %s after %d to warm up; CPU time of the contender's process and of the server
				""".formatted(Runtime.getRuntime().availableProcessors(), cpu(), System.getProperty("java.vm.name"),
				System.getProperty("java.vm.version"), platforms, server.description(), options.rounds(),
				options.scale(), options.warmUps());
	}

	private static String cpu() {
		if (!Files.isReadable(CPU)) {
			return System.getProperty("os.arch");
		}
		try (Stream<String> lines = Files.lines(CPU)) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

}
