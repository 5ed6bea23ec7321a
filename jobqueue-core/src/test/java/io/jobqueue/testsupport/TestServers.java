package io.jobqueue.testsupport;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The one place where tests get their servers from: containers where Docker answers, else
 * servers from jars. What cannot be run is skipped and named on the console, or fails
 * with {@code test.backends.required=true}. {@code test.containers=false} leaves Docker
 * alone.
 */
public final class TestServers {

	private static final boolean REQUIRED = Boolean.getBoolean("test.backends.required");

	private static final boolean ALL = "all".equals(System.getProperty("test.versions"));

	private static final Map<TestBackend, TestServer> SHARED = new EnumMap<>(TestBackend.class);

	static {
		for (TestBackend backend : TestBackend.values()) {
			SHARED.put(backend, new TestServer(backend, backend.images().get(0)));
		}
		Runtime.getRuntime().addShutdownHook(new Thread(() -> SHARED.values().forEach(TestServer::stop)));
	}

	private TestServers() {
	}

	/** The server that all tests of this JVM share. */
	public static TestServer shared(TestBackend backend) {
		return SHARED.get(backend);
	}

	/** What a contract suite runs on: the shared one, and with it all others if asked. */
	public static List<TestServer> versions(TestBackend backend) {
		List<TestServer> versions = new ArrayList<>(List.of(shared(backend)));
		if (ALL) {
			backend.images().stream().skip(1).map((image) -> new TestServer(backend, image)).forEach(versions::add);
		}
		return versions;
	}

	static RunningServer start(TestBackend backend, String image) {
		Processes.require();
		String problem = Docker.PROBLEM;
		if (problem == null) {
			try {
				return ContainerServers.start(backend, image);
			}
			catch (RuntimeException ex) {
				problem = "The image %s cannot be run (%s).".formatted(image, rootMessage(ex));
				say(problem);
			}
		}
		if (REQUIRED) {
			throw new IllegalStateException(problem + " test.backends.required=true does without no back end");
		}
		Assumptions.assumeTrue(hasJar(backend, image), problem);
		return JarServers.start(backend);
	}

	/** A jar stands in for the version of a usual build alone. */
	private static boolean hasJar(TestBackend backend, String image) {
		return backend.jar() != null && image.equals(backend.images().get(0));
	}

	private static String rootMessage(Throwable error) {
		Throwable root = error;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return String.valueOf(root.getMessage());
	}

	/** On the console, past the file that holds the output of the tests. */
	private static void say(String line) {
		new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8).println(line);
	}

	/** Asked once. */
	private static final class Docker {

		private static final @Nullable String PROBLEM = look();

		private static @Nullable String look() {
			String problem = "false".equals(System.getProperty("test.containers")) ? "test.containers is false"
					: ContainerServers.problem();
			if (problem == null) {
				return null;
			}
			say("%s: tests run on servers from jars (%s). Not run: %s".formatted(problem, jars(), notRun()));
			return problem + ".";
		}

		private static String jars() {
			return Arrays.stream(TestBackend.values())
				.map(TestBackend::jar)
				.filter((jar) -> jar != null)
				.collect(Collectors.joining(", "));
		}

		private static String notRun() {
			return Arrays.stream(TestBackend.values())
				.flatMap((backend) -> backend.images()
					.stream()
					.limit(ALL ? Integer.MAX_VALUE : 1)
					.filter((image) -> !hasJar(backend, image)))
				.collect(Collectors.joining(", "));
		}

	}

}
