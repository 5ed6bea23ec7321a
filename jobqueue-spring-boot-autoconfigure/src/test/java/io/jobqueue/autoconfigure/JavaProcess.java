package io.jobqueue.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.jobqueue.testsupport.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs a main class in a process of its own. A process that does not end in time is
 * killed, and fails the test.
 *
 * @param classPath the class path of the process
 * @param options the options of the JVM
 * @param main the main class
 */
public record JavaProcess(String classPath, List<String> options, Class<?> main) {

	public static final String CLASS_PATH = System.getProperty("java.class.path");

	private static final int SECONDS = 120;

	/**
	 * Run to the end.
	 * @param exit the exit code that is required
	 * @return the output of the process, including its errors
	 */
	public String run(int exit, List<String> arguments) throws IOException, InterruptedException {
		Processes.require();
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-cp", this.classPath));
		command.addAll(this.options);
		command.add(this.main.getName());
		command.addAll(arguments);
		// Reading from a pipe would block for as long as the process runs.
		Path output = Files.createTempFile("jobqueue", ".log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
			String text = new String(Files.readAllBytes(output));
			assertThat(ended).as("ended within %s s: %s", SECONDS, text).isTrue();
			assertThat(process.exitValue()).as(text).isEqualTo(exit);
			return text;
		}
		finally {
			process.destroyForcibly().waitFor();
			Files.delete(output);
		}
	}

}
