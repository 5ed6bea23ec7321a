package io.jobqueue.serialization;

import java.util.List;
import java.util.function.Consumer;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The mapper of payloads and results. What is written must be read back unchanged, also
 * by another release of the application.
 */
final class PayloadMapper {

	/** Modules that add types to Jackson and change nothing else. */
	private static final List<String> SAFE_MODULES = List.of("tools.jackson.datatype.", "tools.jackson.module.kotlin.",
			"tools.jackson.module.scala.");

	private PayloadMapper() {
	}

	/** Jackson's defaults, with the modules on the class path that only add types. */
	static JsonMapper defaults() {
		return defaults((builder) -> {
		});
	}

	/** The same, with changes of the application. */
	static JsonMapper defaults(Consumer<JsonMapper.Builder> settings) {
		List<JacksonModule> modules = JsonMapper.Builder.findModules(PayloadMapper.class.getClassLoader())
			.stream()
			.filter(PayloadMapper::isSafe)
			.toList();
		JsonMapper.Builder builder = JsonMapper.builder().addModules(modules);
		settings.accept(builder);
		return builder.build();
	}

	/**
	 * The modules and settings of another mapper, except those that lose data.
	 * @param mark the name that marks sensitive values
	 */
	static JsonMapper of(JsonMapper mapper, String mark) {
		return mapper.rebuild()
			.deactivateDefaultTyping()
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.disable(SerializationFeature.INDENT_OUTPUT)
			.disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE, DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID,
					DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
					DateTimeFeature.TRUNCATE_TO_MSECS_ON_READ, DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE,
					DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE)
			.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
			.disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING,
					EnumFeature.WRITE_ENUMS_USING_INDEX, EnumFeature.WRITE_ENUM_KEYS_USING_INDEX)
			.enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
			.addModule(new SimpleModule("jobqueue").addDeserializer(Number.class, new ExactNumbers())
				.setSerializerModifier(new LostFields()))
			.addModule(new SimpleModule("jobqueue-sensitive").setSerializerModifier(new SensitiveProperties(mark)))
			.build();
	}

	/** A mapper of trees, which reads and writes what another does, without loss. */
	static JsonMapper trees(JsonMapper mapper) {
		return JsonMapper.builder(mapper.tokenStreamFactory())
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
			.build();
	}

	private static boolean isSafe(JacksonModule module) {
		return SAFE_MODULES.stream().anyMatch(module.getClass().getName()::startsWith);
	}

	/**
	 * Reads numbers without a declared type, such as those in a map: as a double only if
	 * that is exact, else as a decimal number.
	 */
	private static final class ExactNumbers extends StdDeserializer<Number> {

		ExactNumbers() {
			super(Number.class);
		}

		@Override
		public Number deserialize(JsonParser parser, DeserializationContext context) {
			if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
				return parser.getNumberValue();
			}
			if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
				double value = parser.getDoubleValue();
				return Double.toString(value).equals(parser.getString()) ? value : parser.getDecimalValue();
			}
			return (Number) context.handleUnexpectedToken(Number.class, parser);
		}

	}

}
