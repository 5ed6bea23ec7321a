package io.jobqueue.worker.permit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.jobqueue.worker.options.QueuePattern;
import io.jobqueue.worker.options.SharedContainer;
import io.jobqueue.worker.options.SharedContainer.Order;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PermitTurnsTests {

	private static final List<String> ALL = List.of("a", "b", "c");

	@Test
	void turnsAreInProportionToWeightsAndSpreadEvenly() {
		PermitTurns turns = PermitTurns.of(weighted(Map.of("a", 4, "b", 2)));
		assertThat(next(turns, ALL, 7)).containsExactly("a", "b", "a", "c", "a", "b", "a");
		List<String> next = next(turns, ALL, 7000);
		assertThat(List.of(Collections.frequency(next, "a"), Collections.frequency(next, "b"),
				Collections.frequency(next, "c")))
			.containsExactly(4000, 2000, 1000);
	}

	@Test
	void theTurnsOfAQueueWithoutJobsGoToTheOthersInProportion() {
		PermitTurns turns = PermitTurns.of(weighted(Map.of("a", 4, "b", 2)));
		List<String> next = next(turns, List.of("b", "c"), 300);
		assertThat(Collections.frequency(next, "b")).isEqualTo(200);
	}

	@Test
	void aQueueWithoutJobsSavesNoTurns() {
		PermitTurns turns = PermitTurns.of(weighted(Map.of()));
		next(turns, ALL, 1);
		turns.stopped("b");
		next(turns, List.of("a", "c"), 100);
		assertThat(next(turns, ALL, 3)).containsExactly("a", "b", "c");
		assertThat(Collections.frequency(next(turns, ALL, 30), "b")).isEqualTo(10);
	}

	@Test
	void theFirstQueueHasAllTurnsButOneOfThirtyTwo() {
		PermitTurns turns = PermitTurns.of(container(Order.STRICT, Map.of()));
		List<String> next = next(turns, ALL, 128);
		assertThat(Collections.frequency(next, "a")).isEqualTo(124);
		assertThat(List.of(next.get(31), next.get(63), next.get(95), next.get(127))).containsExactly("b", "c", "b",
				"c");
	}

	@Test
	void theNextQueueHasTheTurnsOfAFirstOneWithoutJobs() {
		PermitTurns turns = PermitTurns.of(container(Order.STRICT, Map.of()));
		assertThat(next(turns, List.of("c", "b"), 31)).containsOnly("b");
		assertThat(next(turns, List.of("c"), 100)).containsOnly("c");
	}

	@Test
	void queuesOfOnePatternTakeTurns() {
		PermitTurns turns = PermitTurns
			.of(new SharedContainer("x", List.of(new QueuePattern("t-*")), Order.STRICT, Map.of(), 1));
		assertThat(next(turns, List.of("t-1", "t-2", "t-3"), 6)).containsExactly("t-1", "t-2", "t-3", "t-1", "t-2",
				"t-3");
	}

	@Test
	void aQueueThatCameBackHadNoTurnBefore() {
		PermitTurns turns = PermitTurns.of(container(Order.STRICT, Map.of()));
		assertThat(next(turns, ALL, 64)).endsWith("c");
		turns.left("c");
		assertThat(next(turns, ALL, 32)).endsWith("c");
		assertThat(next(turns, ALL, 32)).endsWith("b");
	}

	private static List<String> next(PermitTurns turns, List<String> wanting, int count) {
		List<String> next = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			next.add(turns.next(wanting));
		}
		return next;
	}

	private static SharedContainer weighted(Map<String, Integer> weights) {
		return container(Order.WEIGHTED, weights);
	}

	private static SharedContainer container(Order order, Map<String, Integer> weights) {
		return new SharedContainer("x", ALL.stream().map(QueuePattern::new).toList(), order, weights, 1);
	}

}
