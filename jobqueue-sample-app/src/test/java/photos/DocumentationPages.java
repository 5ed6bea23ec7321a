package photos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pages of the documentation, and the sources that they describe.
 */
final class DocumentationPages {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private DocumentationPages() {
	}

	/** All Markdown files at the root of the project and under {@code docs}. */
	static List<Path> all() throws IOException {
		try (Stream<Path> root = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			return Stream.concat(root, docs).filter((path) -> path.toString().endsWith(".md")).sorted().toList();
		}
	}

	/** The sources of all modules, without tests. */
	static List<Path> mainSources() throws IOException {
		return sources().stream().filter((source) -> source.toString().contains("/src/main/")).toList();
	}

	/** All Java, Lua and SQL files of all modules, including tests. */
	static List<Path> sources() throws IOException {
		try (Stream<Path> modules = Files.list(ROOT)) {
			return modules.filter((module) -> module.getFileName().toString().startsWith("jobqueue-"))
				.flatMap(DocumentationPages::sources)
				.toList();
		}
	}

	private static Stream<Path> sources(Path module) {
		try (Stream<Path> files = Files.walk(module)) {
			return files.filter((file) -> file.toString().matches(".*/src/.*\\.(java|lua|sql)")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
