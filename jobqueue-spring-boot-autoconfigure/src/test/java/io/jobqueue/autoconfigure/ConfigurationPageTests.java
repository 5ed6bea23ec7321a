package io.jobqueue.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
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
	void propertiesInMapsHaveTheirDefaults() throws IOException {
		assertThat(properties()).containsEntry("jobqueue.queues.<name>.on-full", "reject")
			.containsEntry("jobqueue.containers.<name>.order", "weighted")
			.containsEntry("jobqueue.raw-queues.<name>.poll-interval", "1s");
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

	/** Components with their defaults, which are known at the constructor only. */
	private static void add(Map<String, String> properties, String prefix, Class<? extends Record> type) {
		Constructor<?> canonical = type.getDeclaredConstructors()[0];
		assertThat(canonical.getParameters()).extracting(Parameter::getName)
			.containsExactly(
					Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toArray(String[]::new));
		for (Parameter component : canonical.getParameters()) {
			DefaultValue value = component.getAnnotation(DefaultValue.class);
			properties.put(prefix + kebab(component.getName()), (value != null) ? String.join(",", value.value()) : "");
		}
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
