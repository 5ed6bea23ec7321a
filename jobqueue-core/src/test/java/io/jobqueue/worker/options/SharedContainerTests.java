package io.jobqueue.worker.options;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jobqueue.InvalidJobException;
import io.jobqueue.worker.options.SharedContainer.Order;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SharedContainerTests {

	private final SharedContainer container = container(Order.WEIGHTED, Map.of("a", 3, "t-*", 4), "a", "t-*", "t-9");

	@Test
	void aNamePrecedesAPattern() {
		assertThat(Stream.of("a", "t-1", "t-9").map(this.container::position)).containsExactly(0, 1, 2);
		assertThat(Stream.of("a", "t-1", "t-9").map(this.container::weight)).containsExactly(3, 4, 1);
		assertThat(this.container.serves("b")).isFalse();
	}

	@Test
	void theShareOfAQueueIsThatWhichItHasWhileAllHaveJobs() {
		assertThat(Stream.of("a", "t-1", "t-9").map(this.container::share)).containsExactly(3 / 8d, 4 / 8d, 1 / 8d);
		SharedContainer strict = container(Order.STRICT, Map.of(), "a", "b");
		assertThat(Stream.of("a", "b").map(strict::share)).containsExactly(1d, 0d);
	}

	@Test
	void whatCannotBeServedIsRefused() {
		refused(() -> container(Order.WEIGHTED, Map.of()), "Container 'x' must have at least one queue");
		refused(() -> container(Order.WEIGHTED, Map.of(), "a", "a"), "each once");
		refused(() -> container(Order.STRICT, Map.of("a", 2), "a"), "must have no weights");
		refused(() -> container(Order.WEIGHTED, Map.of("b", 2), "a"), "The weight 2 of 'b' in container 'x'");
		refused(() -> container(Order.WEIGHTED, Map.of("a", 0), "a"),
				"The weight 0 of 'a' in container 'x' must be positive");
		refused(() -> new SharedContainer("x", List.of(new QueuePattern("a")), Order.STRICT, Map.of(), 0),
				"'concurrency' of container 'x' must be positive");
		refused(() -> new ContainerOptions("b", this.container), "one of the queues of container 'x' ([a, t-*, t-9])");
		refused(() -> new ContainerOptions("a", 3, this.container), "have its concurrency 5");
	}

	private static void refused(Runnable action, String message) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(action::run).withMessageContaining(message);
	}

	private static SharedContainer container(Order order, Map<String, Integer> weights, String... queues) {
		return new SharedContainer("x", Stream.of(queues).map(QueuePattern::new).toList(), order, weights, 5);
	}

}
