package io.jobqueue;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DurationTextTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0s", "PT30S, 30s", "PT90S, 90s", "PT5M, 5m", "PT25H, 25h", "PT48H, 2d", "PT876000H, 36500d",
			"PT1.5S, 1500ms", "PT0.0001S, 100us", "PT0.000000001S, 1ns", "PT-1S, -1s", "PT-0.5S, -500ms",
			"PT9223372036854775807S, 9223372036854775807s" })
	void aDurationIsWrittenAsAValueOfAProperty(Duration duration, String text) {
		assertThat(DurationText.of(duration)).isEqualTo(text);
	}

	@Test
	void aDurationBeyondNanosecondsIsWrittenInSeconds() {
		assertThat(DurationText.of(Duration.ofSeconds(Long.MIN_VALUE, 1))).isEqualTo(Long.MIN_VALUE + "s");
	}

	@ParameterizedTest
	@CsvSource({ "PT83.123456S, 83s", "PT120.5S, 2m", "PT1.204999S, 1204ms", "PT3S, 3s", "PT0.0000001S, 0s" })
	void aMeasuredDurationHasFewDigits(Duration duration, String text) {
		assertThat(DurationText.ofMeasured(duration)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "500ms, PT0.5S", "30s, PT30S", "36500d, PT876000H", "PT30S, PT30S" })
	void aTextIsRead(String text, Duration duration) {
		assertThat(DurationText.parse(text)).contains(duration);
	}

	@ParameterizedTest
	@CsvSource({ "30", "s", "30 s", "-30s", "''", "999999999999999d" })
	void whatIsNoDurationIsEmpty(String text) {
		assertThat(DurationText.parse(text)).isEmpty();
	}

}
