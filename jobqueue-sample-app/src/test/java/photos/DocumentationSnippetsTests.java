package photos;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles each Java snippet of the README and the pages under {@code docs} against the
 * class path of an application. A snippet is types, or statements with {@code jobs},
 * {@code explorer} and {@code operator} in scope; imports need not be written. Types that
 * a snippet declares can be used by all.
 */
class DocumentationSnippetsTests {

	private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\\n(.*?)^```");

	private static final Pattern TYPES = Pattern
		.compile("(?ms)\\A(import |package |@|(public |final )*(class|record|interface|enum) ).*");

	private static final String IMPORTS = Stream
		.of("java.math", "java.time", "java.util", "jakarta.validation.constraints", "io.jobqueue",
				"io.jobqueue.annotation", "org.springframework.stereotype", "org.springframework.boot",
				"org.springframework.boot.autoconfigure", "org.springframework.context.annotation",
				"org.springframework.core.annotation", "org.springframework.jdbc.core.simple", "reactor.core.publisher",
				"org.springframework.transaction.annotation")
		.map((name) -> "import " + name + ".*; ")
		.reduce("import jakarta.validation.Valid; ", String::concat);

	@TempDir
	Path output;

	@Test
	void readmeAndPagesHaveSnippets() throws IOException {
		assertThat(snippets()).extracting(Snippet::page).contains("README.md", "tasks.md", "databases.md");
	}

	@TestFactory
	Stream<DynamicTest> snippetCompiles() throws IOException {
		List<Snippet> snippets = snippets();
		return IntStream.range(0, snippets.size())
			.mapToObj((i) -> DynamicTest.dynamicTest("snippet " + (i + 1) + " in " + snippets.get(i).page(),
					() -> compile(i, snippets)));
	}

	private void compile(int index, List<Snippet> snippets) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		List<String> options = List.of("-proc:none", "-parameters", "-d", this.output.toString(), "-cp",
				System.getProperty("java.class.path"));
		List<Source> sources = IntStream.range(0, snippets.size())
			.filter((i) -> i == index || snippets.get(i).isTypes())
			.mapToObj((i) -> new Source(i, snippets.get(i)))
			.toList();
		boolean compiled = compiler.getTask(messages, null, null, options, null, sources).call();
		Snippet snippet = snippets.get(index);
		assertThat(compiled).as("Snippet of %s:%n%s%n%s", snippet.page(), snippet.code(), messages).isTrue();
	}

	private static List<Snippet> snippets() throws IOException {
		List<Snippet> snippets = new ArrayList<>();
		for (Path page : DocumentationPages.all()) {
			SNIPPET.matcher(Files.readString(page))
				.results()
				.map((match) -> new Snippet(String.valueOf(page.getFileName()), match.group(1)))
				.forEach(snippets::add);
		}
		return snippets;
	}

	private record Snippet(String page, String code) {

		boolean isTypes() {
			return TYPES.matcher(this.code).matches();
		}

	}

	private static final class Source extends SimpleJavaFileObject {

		private final String code;

		Source(int index, Snippet snippet) {
			super(URI.create("string:///Snippet" + (index + 1) + ".java"), JavaFileObject.Kind.SOURCE);
			this.code = IMPORTS + (snippet.isTypes() ? snippet.code() : statements(index, snippet.code()));
		}

		private static String statements(int index, String snippet) {
			return "class Statements" + index
					+ " { void run(JobDispatcher jobs, JobExplorer explorer, JobOperator operator, "
					+ "WelcomeEmail email, List<WelcomeEmail> emails) throws Exception {\n" + snippet + "} }";
		}

		@Override
		public boolean isNameCompatible(String simpleName, JavaFileObject.Kind kind) {
			return true;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.code;
		}

	}

}
