package photos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Binds each YAML snippet of the README and the pages under {@code docs} as an
 * application does at its start, where a key that does not exist is an error.
 */
class DocumentationPropertiesTests {

	private static final Pattern SNIPPET = Pattern.compile("(?ms)^```ya?ml\\n(.*?)^```");

	@Test
	void pagesHaveSnippets() throws IOException {
		assertThat(snippets()).extracting(Snippet::page).contains("README.md", "docs/queues.md", "docs/databases.md");
	}

	@Test
	void keyThatDoesNotExistIsRefused() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind("jobqueue:\n  queues:\n    mail:\n      max-runing: 1\n"))
			.havingRootCause()
			.withMessageContaining("jobqueue.queues.mail.max-runing");
	}

	@Test
	void valueOfAnotherTypeIsRefused() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind("jobqueue:\n  queues:\n    mail:\n      max-running: many\n"));
	}

	@TestFactory
	Stream<DynamicTest> snippetBinds() throws IOException {
		List<Snippet> snippets = snippets();
		return IntStream.range(0, snippets.size())
			.mapToObj((i) -> DynamicTest.dynamicTest("snippet " + (i + 1) + " in " + snippets.get(i).page(),
					() -> bind(snippets.get(i).yaml())));
	}

	private static void bind(String yaml) throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("snippet",
				new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		assertThat(sources).isNotEmpty();
		new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate("jobqueue",
				Bindable.of(JobQueueProperties.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

	private static List<Snippet> snippets() throws IOException {
		List<Snippet> snippets = new ArrayList<>();
		for (Path page : DocumentationPages.all()) {
			SNIPPET.matcher(DocumentationPages.read(page))
				.results()
				.map((match) -> new Snippet(DocumentationPages.ROOT.relativize(page).toString(), match.group(1)))
				.forEach(snippets::add);
		}
		return snippets;
	}

	private record Snippet(String page, String yaml) {
	}

}
