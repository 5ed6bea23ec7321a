package io.jobqueue.store.support;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HalvingTests {

	@Test
	void theOneToBlameIsFoundAndAllOthersAreStoredInOrder() {
		Halving<Integer> parts = new Halving<>(List.of(1, 2, 3, 4, 5));
		List<Integer> stored = new ArrayList<>();
		List<Integer> alone = new ArrayList<>();
		for (List<Integer> part = parts.next(); !part.isEmpty(); part = parts.next()) {
			if (!part.contains(3)) {
				stored.addAll(part);
			}
			else if (!parts.halve(part)) {
				alone.addAll(part);
			}
		}
		assertThat(stored).containsExactly(1, 2, 4, 5);
		assertThat(alone).containsExactly(3);
	}

	@Test
	void anEmptyBatchHasNoPart() {
		assertThat(new Halving<>(List.of()).next()).isEmpty();
	}

	@Test
	void theRestIsInOrder() {
		Halving<Integer> parts = new Halving<>(List.of(1, 2, 3, 4, 5));
		parts.halve(parts.next());
		parts.halve(parts.next());
		assertThat(parts.next()).containsExactly(1);
		assertThat(parts.hasNext()).isTrue();
		assertThat(parts.rest()).containsExactly(2, 3, 4, 5);
	}

}
