package io.jobqueue.serialization;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jobqueue.PayloadException;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What could not be read back is refused, with Jackson's reason and without the content.
 */
class UnreadableTypesTests {

	private final JacksonJobSerializer serializer = new JacksonJobSerializer();

	@ParameterizedTest
	@ValueSource(classes = { Sealed.class, Abstract.class, Built.class, Inner.class, InputStream.class, Clash.class })
	void typeThatCannotBeReadIsRefused(Class<?> type) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.serializer.requireReadable(type))
			.withMessageContainingAll("cannot be read", type.getName());
	}

	@Test
	void elementsOfAContainerCount() {
		Type list = new ParameterizedTypeReference<List<Map<String, Sealed>>>() {
		}.getType();
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.serializer.requireReadable(list))
			.withMessageContainingAll(Sealed.class.getName(), "@JsonTypeInfo");
	}

	@ParameterizedTest
	@ValueSource(classes = { Void.class, void.class, Object.class, String.class, int.class, byte[].class, Map.class,
			List.class, JsonNode.class, Empty.class, Kinds.class, As.class, OnlyText.class, Number.class })
	void typeThatCanBeReadIsNot(Class<?> type) {
		assertThatCode(() -> this.serializer.requireReadable(type)).doesNotThrowAnyException();
		assertThatCode(() -> this.serializer.requireWritable(type)).doesNotThrowAnyException();
	}

	@Test
	void fieldsWithoutPropertiesAreNotLost() {
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.serializer.requireWritable(Hidden.class))
			.withMessageContainingAll(Hidden.class.getName(), "{}");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.serializer.write(new Hidden("s3cret")))
			.withMessageContainingAll(Hidden.class.getName(), "{}")
			.withMessageNotContaining("s3cret");
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.serializer.write(Map.of("a", List.of(new Hidden("s3cret")))))
			.withMessageContainingAll(Hidden.class.getName(), "a[0]");
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.serializer.write(new ByteArrayInputStream(new byte[1])));
		assertThat(this.serializer.write(new Empty())).isEqualTo("{}");
		assertThat(this.serializer.write(new Object())).isEqualTo("{}");
	}

	@Test
	void textBeyondTheLimitsOfReadingIsRefusedByItsLimit() {
		assertUnreadable(Map.of("n", BigInteger.TEN.pow(1000)), "1001", "1000");
		assertUnreadable(Map.of("k".repeat(50_001), 1), "50001", "50000");
	}

	@Test
	void valueThatRefersToItselfIsRefused() {
		List<Object> cycle = new ArrayList<>();
		cycle.add(Map.of("self", cycle));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.serializer.write(cycle))
			.withMessageContainingAll("nesting depth", "…")
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(600));
	}

	private void assertUnreadable(Object value, String... parts) {
		String json = this.serializer.write(value);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.serializer.requireReadable(json, null))
			.withMessageContainingAll(parts);
	}

	sealed interface Sealed permits One {

	}

	record One(int a) implements Sealed {
	}

	abstract static class Abstract {

		public int getA() {
			return 1;
		}

	}

	static final class Built {

		private final int a;

		private Built(Builder builder) {
			this.a = builder.a;
		}

		public int getA() {
			return this.a;
		}

		static final class Builder {

			private int a;

		}

	}

	class Inner {

		public int a;

	}

	record Clash(@JsonProperty("x") int a, @JsonProperty("x") int b) {
	}

	record Empty() {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	sealed interface Kinds permits Kind {

	}

	record Kind(int a) implements Kinds {
	}

	@JsonDeserialize(as = AsOne.class)
	interface As {

	}

	record AsOne(int a) implements As {
	}

	static final class OnlyText {

		private final String text;

		@JsonCreator
		OnlyText(String text) {
			this.text = text;
		}

		@com.fasterxml.jackson.annotation.JsonValue
		String text() {
			return this.text;
		}

	}

	@SuppressWarnings("unused")
	static final class Hidden {

		private final String secret;

		Hidden(String secret) {
			this.secret = secret;
		}

	}

}
