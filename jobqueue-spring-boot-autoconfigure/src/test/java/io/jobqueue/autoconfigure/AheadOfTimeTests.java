package io.jobqueue.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplicationAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes an application ahead of time as Boot's plugins do, compiles what that made,
 * and runs it on the JVM.
 */
@Tag("process")
class AheadOfTimeTests {

	private static final String CLASS_PATH = JavaProcess.CLASS_PATH;

	@TempDir
	private Path directory;

	static Stream<List<String>> stores() {
		return Stream.of(List.of("--jobqueue.store=memory"), List.of("--jobqueue.store=jdbc"),
				List.of("--spring.data.redis.host=" + TestRedis.shared().host(),
						"--spring.data.redis.port=" + TestRedis.shared().port(),
						"--jobqueue.namespace=" + TestRedis.namespace()));
	}

	@ParameterizedTest
	@MethodSource("stores")
	void jobsRunInAnApplicationThatWasProcessedAheadOfTime(List<String> store) throws Exception {
		List<String> arguments = new ArrayList<>(store);
		arguments.addAll(List.of("--server.port=0", "--server.address=127.0.0.1"));
		Path sources = this.directory.resolve("sources");
		Path classes = this.directory.resolve("classes");
		List<String> processing = new ArrayList<>(List.of(AbsentJarsApplication.class.getName(), sources.toString(),
				classes.toString(), classes.toString(), "io.jobqueue", "test"));
		processing.addAll(arguments);
		assertThat(new JavaProcess(CLASS_PATH, List.of(), SpringApplicationAotProcessor.class).run(0, processing))
			.doesNotContain("Exception in thread");
		assertThat(metadata(classes)).contains("io/jobqueue/**/*.lua", "io/jobqueue/**/*.sql", "welcome");
		compile(sources, classes);
		assertThat(new JavaProcess(classes + File.pathSeparator + CLASS_PATH, List.of("-Dspring.aot.enabled=true"),
				AbsentJarsApplication.class)
			.run(0, arguments)).contains("AOT-processed").contains("The job ended as SUCCESS");
	}

	private static String metadata(Path classes) throws IOException {
		try (Stream<Path> files = Files.walk(classes)) {
			return Files
				.readString(
						files.filter((file) -> file.endsWith("reachability-metadata.json")).findFirst().orElseThrow())
				.replace("\\/", "/");
		}
	}

	private static void compile(Path sources, Path classes) throws IOException {
		try (Stream<Path> files = Files.walk(sources)) {
			List<String> arguments = new ArrayList<>(
					List.of("-d", classes.toString(), "-cp", classes + File.pathSeparator + CLASS_PATH, "-proc:none"));
			files.filter((file) -> file.toString().endsWith(".java")).map(Path::toString).forEach(arguments::add);
			assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
				.isZero();
		}
	}

}
