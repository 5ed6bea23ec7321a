package photos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the documentation in step with the code: names in backticks exist, links lead
 * somewhere, and lines are short.
 */
class DocumentationTests {

	private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");

	private static final Pattern QUOTED = Pattern.compile("`([^`\\n]+)`");

	/** A type, by at least two humps, and maybe a member of it. */
	private static final Pattern TYPE = Pattern
		.compile("@?((?:[A-Z][a-z0-9]+|JVM|JDK){2,})(?:\\.([a-z]\\w*))?(?:\\(.*\\))?");

	private static final Pattern MEMBER = Pattern.compile("[a-z][a-z0-9]*[A-Z]\\w*");

	private static final Pattern KEY = Pattern.compile("jobqueue\\.[a-z][a-z.-]*[a-z]");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

	/** Types of the JDK, Spring and others that the documentation names. */
	private static final Set<String> FOREIGN = Set.of("EmbeddedId", "EntityManager", "EntityManagerFactory", "IdClass",
			"IllegalArgumentException", "ClassCastException", "JacksonException", "ValidationException",
			"BindException", "MethodValidationException", "CompletionStage", "FileChannel", "InstantSource",
			"ThreadPoolExecutor", "JsonAlias", "JsonTypeInfo", "JsonMapper", "TransactionalEventListener",
			"ServiceConnection", "ClientResources", "LettuceClientConfigurationBuilderCustomizer",
			"LettuceClientOptionsBuilderCustomizer", "NullMarked", "EventListener", "SchedulerLock",
			"SecurityFilterChain", "SecurityWebFilterChain", "DisallowConcurrentExecution", "InterruptedException",
			"CancellationException", "ContextPropagatingTaskDecorator", "ContextSnapshotFactory");

	/** Members of drivers. */
	private static final Set<String> FOREIGN_MEMBERS = Set.of("socketTimeout");

	/** A method, a parameter or a component of a record, after its type. */
	private static final Pattern DECLARED = Pattern.compile("[\\w>\\]] ([a-z]\\w*)[(,)]");

	private static final int MAX_LINE = 120;

	private static Set<String> words = Set.of();

	private static Set<String> types = Set.of();

	@BeforeAll
	static void readSources() throws IOException {
		Set<String> found = new HashSet<>();
		Set<String> declared = new HashSet<>();
		Pattern declaration = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
		Pattern word = Pattern.compile("\\w+");
		for (Path source : DocumentationPages.mainSources()) {
			word.matcher(DocumentationPages.read(source)).results().map(MatchResult::group).forEach(found::add);
		}
		// Of tests, only what they declare: any word may stand in their strings.
		for (Path source : DocumentationPages.sources()) {
			String code = DocumentationPages.read(source).replaceAll("\"[^\"\\n]*\"", "\"\"");
			declaration.matcher(code).results().map((match) -> match.group(1)).forEach(declared::add);
			DECLARED.matcher(code).results().map((match) -> match.group(1)).forEach(found::add);
		}
		words = found;
		types = declared;
	}

	@Test
	void typesThatAreNamedExist() throws IOException {
		assertThat(names((name) -> {
			Matcher match = TYPE.matcher(name);
			return match.matches() && !FOREIGN.contains(match.group(1))
					&& !(types.contains(match.group(1)) && (match.group(2) == null || words.contains(match.group(2))));
		})).isEmpty();
	}

	@Test
	void membersThatAreNamedExist() throws IOException {
		assertThat(names(
				(name) -> MEMBER.matcher(name).matches() && !words.contains(name) && !FOREIGN_MEMBERS.contains(name)))
			.isEmpty();
	}

	@Test
	void foreignNamesAreNamed() throws IOException {
		Set<String> unnamed = new HashSet<>(FOREIGN);
		unnamed.addAll(FOREIGN_MEMBERS);
		names((name) -> {
			Matcher type = TYPE.matcher(name);
			return unnamed.remove(type.matches() ? type.group(1) : name);
		});
		assertThat(unnamed).isEmpty();
	}

	@Test
	void metersAndPropertiesThatAreNamedExist() throws IOException {
		String configuration = DocumentationPages.read(DocumentationPages.ROOT.resolve("docs/configuration.md"));
		String meters = DocumentationPages.mainSources()
			.stream()
			.filter((source) -> source.toString().matches(".*/(metrics|observation)/.*"))
			.map(DocumentationPages::read)
			.collect(Collectors.joining());
		assertThat(names((name) -> KEY.matcher(name).matches() && !meters.contains("\"" + name + "\"")
				&& !isKey(name, configuration)))
			.isEmpty();
	}

	@Test
	void linksLeadSomewhere() throws IOException {
		List<String> broken = new ArrayList<>();
		for (Path page : DocumentationPages.all()) {
			for (String link : matches(LINK, FENCED.matcher(DocumentationPages.read(page)).replaceAll(""))) {
				if (!link.matches("[a-z]+:.*") && !exists(page, link)) {
					broken.add(DocumentationPages.ROOT.relativize(page) + " -> " + link);
				}
			}
		}
		assertThat(broken).isEmpty();
	}

	@Test
	void linesAreShort() throws IOException {
		List<String> longLines = new ArrayList<>();
		for (Path page : DocumentationPages.all()) {
			FENCED.matcher(DocumentationPages.read(page))
				.replaceAll("")
				.lines()
				.filter((line) -> line.length() > MAX_LINE && !line.startsWith("|") && !page.endsWith("CHANGELOG.md"))
				.forEach((line) -> longLines.add(DocumentationPages.ROOT.relativize(page) + ": " + line));
		}
		assertThat(longLines).isEmpty();
	}

	@Test
	void readmeIsShort() throws IOException {
		assertThat(Files.size(DocumentationPages.ROOT.resolve("README.md"))).isLessThan(12 * 1024);
	}

	/**
	 * Properties stand in the table with their values, or as a group such as all of the
	 * worker.
	 */
	private static boolean isKey(String name, String configuration) {
		return configuration.contains("`" + name + "`") || configuration.contains("`" + name + ".")
				|| configuration.replaceAll("<name>", "[a-z-]+").lines().anyMatch((line) -> {
					String key = line.replaceFirst("^\\| `([^`]+)`.*", "$1");
					return key.contains("[") && name.matches(key);
				});
	}

	private static boolean exists(Path page, String link) {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
		if (!Files.exists(target)) {
			return false;
		}
		return parts.length == 1 || matches(HEADING, DocumentationPages.read(target)).stream()
			.map(DocumentationTests::anchor)
			.anyMatch(parts[1]::equals);
	}

	/** As GitHub makes it of a heading. */
	private static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
	}

	private static List<String> matches(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((match) -> match.group(1)).toList();
	}

	private static List<String> names(Predicate<String> wrong) throws IOException {
		List<String> names = new ArrayList<>();
		for (Path page : DocumentationPages.all()) {
			Stream<String> quoted = matches(QUOTED, FENCED.matcher(DocumentationPages.read(page)).replaceAll(""))
				.stream();
			quoted.filter(wrong).forEach((name) -> names.add(DocumentationPages.ROOT.relativize(page) + ": " + name));
		}
		return names;
	}

}
