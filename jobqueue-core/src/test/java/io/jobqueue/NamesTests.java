package io.jobqueue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NamesTests {

	@ParameterizedTest
	@ValueSource(strings = { ".", ".." })
	void nameThatAnAddressCannotHoldIsRefused(String name) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> Names.requireQueue(name))
			.withMessage("'%s' is no name for a queue: use at least one letter, digit, '_' or '-'".formatted(name));
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> Names.requireTask(name));
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> Names.requireSchedule(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "...", ".a", "a.", "a..b", "-", "_" })
	void otherNamesMayHaveDots(String name) {
		assertThat(Names.requireQueue(name)).isEqualTo(name);
	}

}
