package io.jobqueue.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.jobqueue.autoconfigure.properties.ContainerProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.QueueProperties;
import io.jobqueue.autoconfigure.properties.RawQueueProperties;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the tables of {@code docs/configuration.md} with the generated metadata.
 */
class ConfigurationPageTests {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z][^`]+)` \\| ([^|]+) \\| [^|]+ \\|$");

	@Test
	void everyPropertyIsInTheTablesWithItsDefault() throws IOException {
		Map<String, String> rows = rows();
		assertThat(properties()).allSatisfy((name, defaultValue) -> {
			assertThat(rows).containsKey(name);
			if (!defaultValue.isEmpty()) {
				assertThat(rows.get(name)).as(name).isEqualTo("`" + defaultValue + "`");
			}
		});
	}

	@Test
	void everyRowIsAProperty() throws IOException {
		Map<String, String> properties = properties();
		assertThat(rows().keySet()).allSatisfy((key) -> assertThat(properties).containsKey(key));
	}

	/**
	 * Those of the metadata, and those of a queue, a limit key, a container, a schedule
	 * and a retry policy, which maps hold.
	 */
	private static Map<String, String> properties() throws IOException {
		Map<String, String> properties = new LinkedHashMap<>();
		try (InputStream metadata = JobQueueProperties.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			JsonNode all = new JsonMapper().readTree(metadata).get("properties");
			StreamSupport.stream(all.spliterator(), false)
				.forEach((property) -> properties.put(property.get("name").asString(), defaultValue(property)));
		}
		add(properties, "jobqueue.queues.<name>.", QueueProperties.class);
		properties.remove("jobqueue.queues.<name>.limits");
		add(properties, "jobqueue.queues.<name>.limits.<key>.", QueueProperties.KeyLimit.class);
		add(properties, "jobqueue.containers.<name>.", ContainerProperties.class);
		properties.remove("jobqueue.containers.<name>.weights");
		properties.put("jobqueue.containers.<name>.weights.<queue>", "");
		add(properties, "jobqueue.schedules.<name>.", JobQueueProperties.Schedule.class);
		add(properties, "jobqueue.raw-queues.<name>.", RawQueueProperties.class);
		add(properties, "jobqueue.retries.<name>.", JobQueueProperties.Retry.class);
		return properties;
	}

	private static void add(Map<String, String> properties, String prefix, Class<? extends Record> type) {
		Arrays.stream(type.getRecordComponents())
			.forEach((component) -> properties.put(prefix + kebab(component.getName()), defaultValue(component)));
	}

	/**
	 * The default of a component that is a single value. The annotation is kept at the
	 * parameter of the constructor only.
	 */
	private static String defaultValue(RecordComponent component) {
		Parameter parameter = Arrays
			.stream(component.getDeclaringRecord().getDeclaredConstructors()[0].getParameters())
			.filter((each) -> each.getName().equals(component.getName()))
			.findFirst()
			.orElseThrow();
		DefaultValue defaultValue = parameter.getAnnotation(DefaultValue.class);
		return (defaultValue == null) ? "" : String.join(",", defaultValue.value());
	}

	private static String kebab(String name) {
		String kebab = name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
		return ConfigurationPropertyName.of(kebab).toString();
	}

	private static String defaultValue(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		return (value.isMissingNode() || value.isArray()) ? "" : value.asString();
	}

	private static Map<String, String> rows() throws IOException {
		Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/configuration.md")));
		return rows.results().collect(Collectors.toMap((row) -> row.group(1), (row) -> row.group(2).trim()));
	}

}
