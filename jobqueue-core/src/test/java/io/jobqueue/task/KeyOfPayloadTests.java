package io.jobqueue.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidTaskException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.settings.TaskDefaults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Expressions of {@code @JobTask(uniqueKey = …)}.
 */
class KeyOfPayloadTests {

	private static final Order ORDER = new Order("o1", List.of(new Item("pen", 2)), Map.of("size", "XL"),
			Optional.of("note"));

	/** The start fails, rather than each dispatch. */
	@ParameterizedTest
	@ValueSource(strings = { "orderId", "#payload.orderId + line", "orderId?.length", "(orderId)", "!paid",
			"#payload.orderId ?: other", "paid ? 'a' : 'b'" })
	void propertyOfNothingIsRefusedAtTheStart(String expression) {
		assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> key(expression, ORDER))
			.withMessageContainingAll("uniqueKey", expression, "#payload.orderId");
	}

	@ParameterizedTest
	@CsvSource({ "#payload.orderId, o1", "#payload.items[0].name, pen", "#payload.sizes['size'], XL",
			"#payload.sizes[size], XL", "#payload.sizes.size, XL", "#payload.items.^[count > 1].name, pen",
			"#payload.items.![name][0], pen", "#payload?.orderId, o1", "'''all''', all",
			"#payload.orderId + ':' + #payload.items[0].count, o1:2" })
	void propertiesOfThePayloadAreRead(String expression, String key) {
		assertThat(key(expression, ORDER)).isEqualTo(key);
	}

	@Test
	void keyOfAnOptionalIsItsValue() {
		assertThat(key("#payload.note", ORDER)).isEqualTo("note");
		Order other = new Order("o1", List.of(), Map.of(), Optional.empty());
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> key("#payload.note", other))
			.withMessageContaining("is null");
	}

	private static String key(String expression, Order payload) {
		TaskDefaults defaults = new TaskDefaults("default", Duration.ofHours(1), RetryPolicy.DEFAULT, Map.of(),
				(text) -> text.equals("expression") ? expression : text);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Orders.class)) {
			return new TaskScanner(context.getBeanFactory(), defaults).scan()
				.find("orders.ship")
				.orElseThrow()
				.uniqueKey(payload);
		}
	}

	record Item(String name, int count) {
	}

	record Order(String orderId, List<Item> items, Map<String, String> sizes, Optional<String> note) {
	}

	static class Orders {

		@JobTask(uniqueKey = "expression")
		void ship(Order order) {
		}

	}

}
