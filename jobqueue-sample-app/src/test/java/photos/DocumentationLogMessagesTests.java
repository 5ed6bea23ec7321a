package photos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the tables of {@code docs/internals/log-categories.md} with the messages that
 * the library logs at WARN and ERROR: level, class and the first words.
 */
class DocumentationLogMessagesTests {

	private static final Pattern LOGS = Pattern
		.compile("\\blogger\\s*\\.(warn|error)\\(\\s*((?:(?:\\+\\s*)?\"(?:[^\"\\\\]|\\\\.)*\"\\s*)*)");

	private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (WARN|ERROR) \\| ([^|]+) \\| ([^|]+) \\|.*$");

	private static final Pattern NAME = Pattern.compile("`(\\w+)`");

	@Test
	void eachMessageIsOnThePage() throws IOException {
		List<Entry> rows = rows();
		assertThat(messages()).isNotEmpty()
			.filteredOn((message) -> rows.stream().noneMatch((row) -> row.describes(message)))
			.isEmpty();
	}

	@Test
	void eachRowIsThatOfAMessage() throws IOException {
		List<Entry> messages = messages();
		assertThat(rows()).isNotEmpty().filteredOn((row) -> messages.stream().noneMatch(row::describes)).isEmpty();
	}

	/** The test would pass over a message that it cannot read. */
	@Test
	void eachMessageBeginsWithItsText() throws IOException {
		assertThat(messages()).allSatisfy((message) -> assertThat(message.text()).isNotEmpty());
	}

	private static List<Entry> messages() throws IOException {
		return DocumentationPages.mainSources()
			.stream()
			.filter((source) -> source.toString().contains("/java/io/jobqueue/")
					&& !source.toString().contains("benchmarks"))
			.flatMap(DocumentationLogMessagesTests::messages)
			.toList();
	}

	private static Stream<Entry> messages(Path source) {
		String type = source.getFileName().toString().replace(".java", "");
		return LOGS.matcher(DocumentationPages.read(source))
			.results()
			.map((match) -> new Entry(match.group(1).toUpperCase(Locale.ROOT), type,
					LITERAL.matcher(match.group(2))
						.results()
						.map((literal) -> literal.group(1))
						.collect(Collectors.joining())));
	}

	/** One for each class of a row. */
	private static List<Entry> rows() throws IOException {
		Matcher rows = ROW
			.matcher(DocumentationPages.read(DocumentationPages.ROOT.resolve("docs/internals/log-categories.md")));
		return rows.results()
			.flatMap((row) -> NAME.matcher(row.group(2))
				.results()
				.map((name) -> new Entry(row.group(1), name.group(1), row.group(3).strip())))
			.toList();
	}

	/** A message of the code, or one of the page. */
	private record Entry(String level, String type, String text) {

		/**
		 * Whether this row is that of a message. A row has the beginning of the message,
		 * but states the value that a message begins with.
		 */
		boolean describes(Entry message) {
			return this.level.equals(message.level) && this.type.equals(message.type)
					&& (message.text.startsWith("{}") && beginsWith(this.text, message.text, "{}")
							|| beginsWith(message.text, this.text, "…"));
		}

		private static boolean beginsWith(String text, String beginning, String value) {
			String pattern = Arrays.stream(beginning.split(Pattern.quote(value), -1))
				.map((part) -> Pattern.quote(part.strip()))
				.collect(Collectors.joining(".*"));
			return !beginning.isEmpty() && Pattern.compile(pattern).matcher(text).lookingAt();
		}

	}

}
