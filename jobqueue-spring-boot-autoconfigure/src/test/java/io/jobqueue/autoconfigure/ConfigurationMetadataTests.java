package io.jobqueue.autoconfigure;

import java.io.InputStream;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

	@Test
	void everyPropertyHasADescription() throws Exception {
		try (InputStream metadata = JobQueueProperties.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			JsonNode properties = new JsonMapper().readTree(metadata).get("properties");
			assertThat(properties.size()).isGreaterThan(25);
			assertThat(properties).allSatisfy((property) -> assertThat(property.path("description").asString(""))
				.as(property.get("name").asString())
				.endsWith("."));
		}
	}

}
