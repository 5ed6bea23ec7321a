package io.jobqueue.dashboard.route;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of the dashboard, with a mapper of its own: settings of the application must not
 * change what the page reads.
 */
public final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.withConfigOverride(List.class,
				(override) -> override.setNullHandling(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
		.build();

	private Json() {
	}

	/** Write a value. */
	public static byte[] bytes(Object value) {
		return MAPPER.writeValueAsBytes(value);
	}

	/**
	 * Read a text.
	 * @throws JacksonException if it is not JSON
	 */
	public static JsonNode read(String text) {
		return MAPPER.readTree(text);
	}

	static <T> T read(byte[] body, Class<T> type) {
		T value = MAPPER.readValue(body, type);
		if (value == null) {
			throw new BadRequestException("The body of the request must not be null");
		}
		return value;
	}

}
