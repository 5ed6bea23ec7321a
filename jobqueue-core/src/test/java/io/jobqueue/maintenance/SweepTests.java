package io.jobqueue.maintenance;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SweepTests {

	@Test
	void sumsWhatWasDone() {
		assertThat(Sweep.over(List.of(1, 2, 3), (place) -> place)).isEqualTo(6);
	}

	@Test
	void failureKeepsNobodyFromItsTurn() {
		List<Integer> done = new ArrayList<>();
		assertThatIllegalStateException().isThrownBy(() -> Sweep.over(List.of(1, 2, 3), (place) -> {
			if (place == 2) {
				throw new IllegalStateException("broken");
			}
			done.add(place);
			return 1;
		})).withMessage("broken");
		assertThat(done).containsExactly(1, 3);
	}

}
