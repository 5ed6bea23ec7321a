package io.jobqueue.serialization;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonValue;
import io.jobqueue.PayloadException;
import io.jobqueue.annotation.Sensitive;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sensitive values of types that are written without a property, and of texts that are
 * themselves JSON.
 */
class SensitiveValueTypeTests {

	private final JacksonJobSerializer serializer = new JacksonJobSerializer();

	@Test
	void typeWithTheAnnotationIsRefused() {
		for (Object value : List.of(new Word("s3cret"), List.of(new Word("s3cret")), new Getter())) {
			assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.serializer.write(value))
				.withMessageContaining("@JsonValue")
				.withMessageNotContaining("s3cret");
		}
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.serializer.requireWritable(Word.class))
			.withMessageContaining(Word.class.getName());
	}

	@Test
	void propertyOfTheTypeIsMarked() {
		assertThat(this.serializer.write(new Login(new Plain("ann"), new Plain("s3cret"))))
			.isEqualTo("{\"user\":\"ann\",\"password\":{\"@sensitive\":\"s3cret\"}}");
	}

	@Test
	void textThatWasEncodedTwiceIsMasked() {
		String json = "{\"user\":\"ann\",\"Password\":\"s3cret\"}";
		String twice = this.serializer.write(json);
		String nested = this.serializer.write(Map.of("user", this.serializer.write(twice)));
		assertThat(this.serializer.masked(twice, Login.class)).isEqualTo("\"***\"");
		assertThat(this.serializer.masked(nested, Login.class)).isEqualTo("{\"user\":\"***\"}");
		String other = this.serializer.write("a \"quoted\" password");
		assertThat(this.serializer.masked(other, Login.class)).isEqualTo(other);
	}

	@Test
	void textWithoutAValueIsShownAsItIs() {
		assertThat(this.serializer.masked("", Login.class)).isEmpty();
		assertThat(this.serializer.masked(" ", Login.class)).isEqualTo(" ");
	}

	record Word(@Sensitive @JsonValue String text) {
	}

	record Plain(@JsonValue String text) {
	}

	record Login(Plain user, @Sensitive Plain password) {
	}

	static class Base {

		@Sensitive
		private final String code = "s3cret";

		String code() {
			return this.code;
		}

	}

	static final class Getter extends Base {

		@JsonValue
		public String text() {
			return code();
		}

	}

}
