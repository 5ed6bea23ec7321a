package io.jobqueue.serialization;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written is read back as it was, whatever the settings of the application's
 * mapper.
 */
class PayloadMapperTests {

	private static final Type SHAPES = new ParameterizedTypeReference<List<Shape>>() {
	}.getType();

	private static final Type MAP = new ParameterizedTypeReference<Map<String, Object>>() {
	}.getType();

	static List<JacksonJobSerializer> serializers() {
		JsonMapper lossy = JsonMapper.builder()
			.enable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE, DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
					DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
			.enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_INDEX)
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.build();
		return List.of(new JacksonJobSerializer(), new JacksonJobSerializer(JsonMapper.builder().build()),
				new JacksonJobSerializer(lossy));
	}

	@ParameterizedTest
	@MethodSource("serializers")
	void timesKeepTheirZones(JacksonJobSerializer serializer) {
		Times times = new Times(ZonedDateTime.parse("2026-10-25T02:30:00.123456789+01:00[Europe/Berlin]"),
				ZonedDateTime.parse("2026-01-02T03:04:05Z").withZoneSameInstant(ZoneId.of("UTC")),
				OffsetDateTime.parse("2026-01-02T03:04:05+05:30"), Instant.parse("2026-01-02T03:04:05.000000001Z"),
				LocalDate.parse("2026-02-28"), Duration.ofNanos(1), YearMonth.of(2026, 1), DayOfWeek.MONDAY,
				Map.of(ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Berlin]"), 1));
		assertThat(roundTrip(serializer, times, Times.class)).isEqualTo(times);
	}

	@ParameterizedTest
	@MethodSource("serializers")
	void enumsAreWrittenByName(JacksonJobSerializer serializer) {
		assertThat(serializer.write(List.of(Color.RED, Color.BLUE))).isEqualTo("[\"RED\",\"BLUE\"]");
		assertThat(serializer.write(Map.of(Color.RED, 1))).isEqualTo("{\"RED\":1}");
		assertThat(roundTrip(serializer, Color.BLUE, Color.class)).isEqualTo(Color.BLUE);
	}

	@ParameterizedTest
	@MethodSource("serializers")
	void numbersInMapsStayExact(JacksonJobSerializer serializer) {
		Map<String, Object> numbers = Map.of("exact", new BigDecimal("0.1000000000000000055"), "scale",
				new BigDecimal("1.10"), "double", 0.1, "tiny", 1.0E-300, "int", 1, "long", Long.MAX_VALUE, "big",
				BigInteger.TWO.pow(100), "huge", new BigDecimal("1E+400"));
		assertThat(roundTrip(serializer, numbers, MAP)).isEqualTo(numbers);
		assertThat(((JsonNode) roundTrip(serializer, numbers, JsonNode.class)).get("exact").decimalValue())
			.isEqualTo(new BigDecimal("0.1000000000000000055"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\0b", "\uD800", "a\uDC00b\uD83D", "\uDE00\uD83D", "\uD83D\uDE00",
			"\\" + "\uD800" + "\\" + "u0000\"", "\u2028\u2029\uFFFE\uFEFF\u0010\u001e\u001f\u007f" })
	void textIsKeptInAFormThatEveryStoreTakes(String text) {
		JacksonJobSerializer serializer = new JacksonJobSerializer();
		Map<String, Object> value = Map.of(text, text);
		String json = serializer.write(value);
		assertThat(json).doesNotContain("\0");
		assertThat(new String(json.getBytes(java.nio.charset.StandardCharsets.UTF_8),
				java.nio.charset.StandardCharsets.UTF_8))
			.isEqualTo(json);
		assertThat(serializer.read(json, MAP)).isEqualTo(value);
	}

	@ParameterizedTest
	@MethodSource("serializers")
	void elementsOfAListKeepTheirKinds(JacksonJobSerializer serializer) {
		List<Shape> shapes = List.of(new Circle(1), new Square(2));
		assertThat(roundTrip(serializer, shapes, SHAPES)).isEqualTo(shapes);
		Type nested = new ParameterizedTypeReference<Map<String, List<Shape>>>() {
		}.getType();
		assertThat(roundTrip(serializer, Map.of("a", shapes), nested)).isEqualTo(Map.of("a", shapes));
		assertThat(roundTrip(serializer, new Circle(1), Shape.class)).isEqualTo(new Circle(1));
		Type box = new ParameterizedTypeReference<Box<Shape>>() {
		}.getType();
		assertThat(roundTrip(serializer, new Box<Shape>(new Circle(1)), box)).isEqualTo(new Box<>(new Circle(1)));
	}

	@Test
	void resultOfAnInterfaceIsWrittenWithAllOfItsClass() {
		Type named = new ParameterizedTypeReference<List<? extends Named>>() {
		}.getType();
		JacksonJobSerializer serializer = new JacksonJobSerializer();
		assertThat(serializer.write(List.of(new Person("a", 7)), named)).isEqualTo("[{\"name\":\"a\",\"age\":7}]");
		assertThat(serializer.write(new Person("a", 7), Named.class)).isEqualTo("{\"name\":\"a\",\"age\":7}");
	}

	@Test
	void otherMapperKeepsItsNaming() {
		assertThat(serializers().get(2).write(new Circle(1))).isEqualTo("{\"kind\":\"circle\",\"the_radius\":1}");
		assertThat(serializers().get(0).write(new Circle(1))).isEqualTo("{\"kind\":\"circle\",\"theRadius\":1}");
	}

	private static @Nullable Object roundTrip(JacksonJobSerializer serializer, Object value, Type type) {
		return serializer.read(serializer.write(value, type), type);
	}

	record Times(ZonedDateTime zoned, ZonedDateTime utc, OffsetDateTime offset, Instant instant, LocalDate date,
			Duration duration, YearMonth month, DayOfWeek day, Map<ZonedDateTime, Integer> keys) {
	}

	enum Color {

		RED, BLUE;

		@Override
		public String toString() {
			return "a color";
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape permits Circle, Square {

	}

	record Circle(int theRadius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	record Box<T>(T content) {
	}

	interface Named {

		String getName();

	}

	record Person(String name, int age) implements Named {

		@Override
		public String getName() {
			return this.name;
		}

	}

}
