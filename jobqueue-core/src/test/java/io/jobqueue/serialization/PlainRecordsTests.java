package io.jobqueue.serialization;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import io.jobqueue.PayloadException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlainRecordsTests {

	private static boolean isReadable(JsonMapper mapper, Class<?> type) {
		PlainRecords records = new PlainRecords(PayloadMapper.of(mapper));
		assertThat(records.isReadable(type, "{}")).as("the first is tried").isFalse();
		return records.isReadable(type, "{}");
	}

	private static JsonMapper plain() {
		return JsonMapper.builder().build();
	}

	@Test
	void recordsOfTextsAndNumbersAreTriedOnce() {
		assertThat(isReadable(plain(), Plain.class)).isTrue();
		assertThat(isReadable(PayloadMapper.defaults(), Plain.class)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { Renamed.class, Nested.class, Several.class, Floating.class, String.class })
	void othersAreAlwaysTried(Class<?> type) {
		assertThat(isReadable(plain(), type)).isFalse();
	}

	@Test
	void whatAMapperDoesItsOwnWayIsAlwaysTried() {
		assertThat(isReadable(JsonMapper.builder().addMixIn(Plain.class, Mixed.class).build(), Plain.class)).isFalse();
		assertThat(isReadable(JsonMapper.builder().addModule(new SimpleModule().addSerializer(new Shouting())).build(),
				Plain.class))
			.isFalse();
		assertThat(isReadable(JsonMapper.builder()
			.changeDefaultPropertyInclusion((all) -> all.withValueInclusion(JsonInclude.Include.NON_DEFAULT))
			.build(), Plain.class)).isFalse();
		assertThat(
				isReadable(JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES).build(),
						Plain.class))
			.isFalse();
		assertThat(isReadable(JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build(),
				TwoWords.class))
			.isFalse();
	}

	@Test
	void aTextThatIsNotOfTheClassItselfIsTried() {
		JacksonJobSerializer serializer = new JacksonJobSerializer();
		for (int i = 0; i < 3; i++) {
			serializer.requireReadable(new Plain("a", 1, true), "{\"text\":\"a\",\"number\":1,\"flag\":true}",
					Plain.class);
			assertThatExceptionOfType(PayloadException.class)
				.isThrownBy(() -> serializer.requireReadable(List.of("a"), "[\"a\"]", Plain.class));
		}
	}

	record Plain(String text, long number, Boolean flag) {
	}

	record TwoWords(String twoWords) {
	}

	record Renamed(@JsonProperty("other") String text) {
	}

	record Nested(Plain plain) {
	}

	record Floating(double number) {
	}

	record Several(String text) {

		Several(long number) {
			this(Long.toString(number));
		}

	}

	interface Mixed {

		@JsonProperty("other")
		String text();

	}

	static final class Shouting extends StdSerializer<String> {

		Shouting() {
			super(String.class);
		}

		@Override
		public void serialize(String value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.toUpperCase(java.util.Locale.ROOT));
		}

	}

}
