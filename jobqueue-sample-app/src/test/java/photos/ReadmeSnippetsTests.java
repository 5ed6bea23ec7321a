package photos;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
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
 * Compiles each Java snippet of the README against the class path of an application. A
 * snippet is types, or statements with {@code jobs}, {@code explorer} and
 * {@code operator} in scope; imports need not be written. Types that a snippet declares
 * are known to all.
 */
class ReadmeSnippetsTests {

	private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\\n(.*?)^```");

	private static final Pattern TYPES = Pattern
		.compile("(?ms)\\A(import |package |@|(public |final )*(class|record|interface|enum) ).*");

	private static final String IMPORTS = Stream
		.of("java.time", "java.util", "io.jobqueue", "io.jobqueue.annotation", "org.springframework.stereotype",
				"org.springframework.boot", "org.springframework.boot.autoconfigure",
				"org.springframework.context.annotation", "org.springframework.core.annotation",
				"org.springframework.jdbc.core.simple", "org.springframework.transaction.annotation")
		.map((name) -> "import " + name + ".*; ")
		.reduce("", String::concat);

	@TempDir
	Path output;

	@Test
	void thereAreSnippets() throws IOException {
		assertThat(snippets()).hasSizeGreaterThan(5);
	}

	@TestFactory
	Stream<DynamicTest> snippetCompiles() throws IOException {
		List<String> snippets = snippets();
		return IntStream.range(0, snippets.size())
			.mapToObj((i) -> DynamicTest.dynamicTest("snippet " + (i + 1), () -> compile(i, snippets)));
	}

	private void compile(int index, List<String> snippets) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		List<String> options = List.of("-proc:none", "-parameters", "-d", this.output.toString(), "-cp",
				System.getProperty("java.class.path"));
		List<Source> sources = IntStream.range(0, snippets.size())
			.filter((i) -> i == index || isTypes(snippets.get(i)))
			.mapToObj((i) -> new Source(i, snippets.get(i)))
			.toList();
		boolean compiled = compiler.getTask(messages, null, null, options, null, sources).call();
		assertThat(compiled).as("Snippet %d of README.md:%n%s%n%s", index + 1, snippets.get(index), messages).isTrue();
	}

	private static List<String> snippets() throws IOException {
		String readme = Files.readString(Path.of("../README.md"));
		return SNIPPET.matcher(readme).results().map((MatchResult match) -> match.group(1)).toList();
	}

	private static boolean isTypes(String snippet) {
		return TYPES.matcher(snippet).matches();
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String code;

		Source(int index, String snippet) {
			super(URI.create("string:///Snippet" + (index + 1) + ".java"), JavaFileObject.Kind.SOURCE);
			this.code = IMPORTS + (isTypes(snippet) ? snippet : statements(index, snippet));
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
