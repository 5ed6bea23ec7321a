package io.jobqueue.store.support;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u2028", "\u2029", "\u202e",
			"\u2066" })
	void whatBreaksALineIsEscaped(String text) {
		assertThat(LogText.of("a" + text + "b")).startsWith("a\\").endsWith("b").doesNotContain(text);
	}

	@Test
	void otherTextStaysAsItIs() {
		assertThat(LogText.of("Müller, 注文 🙂 \\ 'x'")).isEqualTo("Müller, 注文 🙂 \\ 'x'");
		assertThat(LogText.of(null)).isEqualTo("null");
	}

	@Test
	void aStackTraceKeepsItsLines() {
		assertThat(LogText.ofStackTrace("E: a\u2028b\n\tat c\n\t... 2 more\nCaused by: F: d\r\n"))
			.isEqualTo("E: a\\u2028b\n\tat c\n\t... 2 more\nCaused by: F: d\\r\n");
	}

}
