package io.jobqueue.store.limit;

import io.jobqueue.Rate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StartRateTests {

	@ParameterizedTest
	@CsvSource({ "10/1d, 1, 8640000000", "20/1d, 2, 4547368422", "30/1d, 3, 3085714286", "10/1s, 2, 111112",
			"1/1s, 1, 1000000", "100/1s, 10, 10990" })
	void aTenthMayStartAtOnceAndThenOnePerInterval(String rate, int burst, long interval) {
		assertThat(StartRate.of(Rate.of(rate))).isEqualTo(new StartRate(burst, interval));
	}

}
