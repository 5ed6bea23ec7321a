package io.jobqueue.store.statistics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AttemptSumsTests {

	@Test
	void storedFormHasNoZeros() {
		AttemptSums sums = AttemptSums.of(new long[] { 0, 7, 0, 9_000_000_000L });
		assertThat(sums.write()).isEqualTo("1:7,3:9000000000");
		assertThat(AttemptSums.read("3:9000000000,1:7")).isEqualTo(sums).hasSameHashCodeAs(sums);
		assertThat(AttemptSums.read("")).isEqualTo(AttemptSums.NONE);
	}

	@Test
	void sumsHaveThePositionsOfBoth() {
		AttemptSums sum = AttemptSums.read("0:1,2:5").plus(AttemptSums.read("2:1,90:3"));
		assertThat(sum).hasToString("0:1,2:6,90:3");
		assertThat(sum.plus(AttemptSums.NONE)).isEqualTo(sum);
		assertThat(AttemptSums.NONE.plus(sum)).isEqualTo(sum);
		assertThat(sum.get(2)).isEqualTo(6);
		assertThat(sum.get(3)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "1", "1:x", "1,2:3", "a:1" })
	void otherTextIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AttemptSums.read(text)).withMessageContaining(text);
	}

}
