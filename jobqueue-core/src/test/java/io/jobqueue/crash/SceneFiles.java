package io.jobqueue.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * What a bad day leaves: the output of its processes while it lasts, and a line of
 * figures for good.
 *
 * @param day its name
 * @param directory where its processes write
 */
record SceneFiles(String day, Path directory) {

	private static final int LINES = 300;

	static SceneFiles create(String day) {
		try {
			return new SceneFiles(day, Files.createTempDirectory("bad-day"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** One line, also into the file that {@code bad-days.figures} names. */
	void say(String line) {
		System.out.println(line);
		String file = System.getProperty("bad-days.figures");
		if (file == null) {
			return;
		}
		try {
			Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Print the end of the log of each process. */
	void printLogs() {
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path log : files.filter((file) -> file.toString().endsWith("log")).toList()) {
				List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
				List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
				System.out.println("--- " + this.day + ": " + log + "\n" + String.join("\n", last));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void delete() {
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
