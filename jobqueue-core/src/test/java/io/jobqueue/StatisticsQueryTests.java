package io.jobqueue;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StatisticsQueryTests {

	@ParameterizedTest
	@ValueSource(strings = { "PT59.999S", "PT72H0.001S", "PT-1H" })
	void periodIsBounded(Duration period) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> StatisticsQuery.last(period))
			.withMessageStartingWith("The period of statistics is from 1m to 3d, but was ");
	}

	@Test
	void conditionsAreCombined() {
		StatisticsQuery query = StatisticsQuery.last(Duration.ofHours(1))
			.inQueue("emails")
			.withTask("send")
			.acrossQueues();
		assertThat(query).isEqualTo(new StatisticsQuery(Duration.ofHours(1), "emails", "send", false));
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> query.inQueue("a b"));
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> query.withTask("a b"));
	}

}
