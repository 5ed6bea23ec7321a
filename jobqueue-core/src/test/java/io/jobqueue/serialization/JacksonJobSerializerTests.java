package io.jobqueue.serialization;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.jobqueue.PayloadException;

import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JacksonJobSerializerTests {

	private static final Type ORDERS = new ParameterizedTypeReference<List<Order>>() {
	}.getType();

	private final JacksonJobSerializer serializer = new JacksonJobSerializer(JsonMapper.builder().build());

	@Test
	void recordsComeBackAsTheyWere() {
		Order order = new Order("a", Instant.parse("2026-01-02T03:04:05Z"), Duration.ofMinutes(5), Optional.of("x"));
		assertThat(this.serializer.read(this.serializer.write(order), Order.class)).isEqualTo(order);
	}

	@Test
	void genericTypesAreReadWithTheirArguments() {
		List<Order> orders = List.of(new Order("a", Instant.EPOCH, Duration.ZERO, Optional.empty()));
		assertThat(this.serializer.read(this.serializer.write(orders), ORDERS)).isEqualTo(orders);
	}

	@Test
	void nullIsWrittenAndRead() {
		assertThat(this.serializer.write(null)).isEqualTo("null");
		assertThat(this.serializer.read("null", Order.class)).isNull();
		assertThat(this.serializer.read("{\"a\":1}", Void.class)).isNull();
	}

	@Test
	void unknownPropertiesAreIgnoredWhateverTheMapperSays() {
		JacksonJobSerializer strict = new JacksonJobSerializer(
				JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build());
		assertThat(strict.read("{\"name\":\"a\",\"added\":1}", Named.class)).isEqualTo(new Named("a"));
	}

	@Test
	void payloadCannotNameItsType() {
		JsonMapper typing = JsonMapper.builder()
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.NON_FINAL)
			.build();
		JacksonJobSerializer safe = new JacksonJobSerializer(typing);
		assertThat(safe.read("[\"" + Named.class.getName() + "\",{\"name\":\"a\"}]", Object.class))
			.isInstanceOf(List.class);
		assertThat(safe.write(new Holder(new Named("a")))).isEqualTo("{\"value\":{\"name\":\"a\"}}");
	}

	@Test
	void errorNamesTypeAndPathButNotTheContent() {
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.serializer.read("[{\"name\":\"a\",\"at\":\"s3cret\"}]", ORDERS))
			.withMessageContainingAll(Order.class.getName(), "[0].at", "java.time.Instant")
			.withMessageNotContaining("s3cret")
			.withNoCause();
	}

	@Test
	void malformedTextIsRefusedWithoutItsContent() {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.serializer.read("s3cret", Named.class))
			.withMessageContaining(Named.class.getName())
			.withMessageNotContaining("s3cret");
	}

	@Test
	void whatCannotBeWrittenIsNamed() {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.serializer.write(new Broken()))
			.withMessageContainingAll(Broken.class.getName(), "name")
			.withMessageNotContaining("s3cret");
	}

	record Order(String name, Instant at, Duration within, Optional<String> note) {
	}

	record Named(String name) {
	}

	record Holder(Object value) {
	}

	static class Broken {

		public String getName() {
			throw new IllegalStateException("s3cret");
		}

	}

}
