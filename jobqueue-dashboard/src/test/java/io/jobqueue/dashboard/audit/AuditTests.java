package io.jobqueue.dashboard.audit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuditTests {

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\u0000", "\u001b", "\u0085", "\u009b", "\u2028", "\u2029" })
	void noCharacterOfANameBeginsALineOrControlsATerminal(String character) {
		assertThat(Audit.line("eve" + character + "User 'admin': purge")).isEqualTo("eve?User 'admin': purge");
	}

}
