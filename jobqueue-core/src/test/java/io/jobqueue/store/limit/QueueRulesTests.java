package io.jobqueue.store.limit;

import java.time.Duration;
import java.util.Map;

import io.jobqueue.InvalidJobException;
import io.jobqueue.Limit;
import io.jobqueue.Rate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QueueRulesTests {

	private static final Limit ONE = Limit.ofMaxRunning(1);

	private static final Limit TWO = Limit.ofMaxRunning(2);

	@Test
	void operatorGoesBeforeTheConfigurationUntilRemoved() {
		QueueRules rules = QueueRules.NONE.withOperatorLimit("tenant", ONE)
			.withConfiguredLimits("shop", Map.of("tenant", TWO));
		assertThat(rules.limit("tenant=acme")).isEqualTo(ONE);
		assertThat(rules.withOperatorLimit("tenant", null).limit("tenant=acme")).isEqualTo(TWO);
	}

	@Test
	void applicationRemovesOnlyItsOwnBounds() {
		QueueRules rules = QueueRules.NONE.withConfiguredLimits("shop", Map.of("tenant", ONE, "", TWO))
			.withConfiguredLimits("billing", Map.of("region", ONE));
		assertThat(rules.withConfiguredLimits("shop", Map.of("", TWO)).bounds()).containsOnlyKeys("", "region");
	}

	@Test
	void sameBoundOfAnotherApplicationChangesNothing() {
		QueueRules rules = QueueRules.NONE.withConfiguredLimits("shop", Map.of("tenant", ONE));
		assertThat(rules.withConfiguredLimits("billing", Map.of("tenant", ONE))).isEqualTo(rules);
	}

	@Test
	void boundOfAClassAppliesToItsValues() {
		QueueRules rules = QueueRules.NONE.withOperatorLimit("task:send:tenant", ONE);
		assertThat(rules.limit("task:send:tenant=a=b")).isEqualTo(ONE);
		assertThat(rules.limit("tenant=a")).isEqualTo(Limit.NONE);
		assertThat(rules.limit("task:send")).isEqualTo(Limit.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "tenant", "tenant=acme", "tenant=a=b", "task:send", "task:a.b:tenant",
			"task:send:tenant=x y" })
	void nameOfALimitIsAccepted(String name) {
		assertThat(LimitName.require(name)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "tenant=", "=x", "task:", "task:send:", "task:send:a b", "tenant=\u0007", "a:b" })
	void nameOfAnotherFormIsRefused(String name) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> LimitName.require(name));
	}

	@Test
	void rateIsReadAndWritten() {
		assertThat(Rate.of("10/1s")).isEqualTo(new Rate(10, Duration.ofSeconds(1)));
		assertThat(Rate.of("100/m")).isEqualTo(new Rate(100, Duration.ofMinutes(1)));
		assertThat(Rate.of(" 3 / 500ms ")).hasToString("3/500ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "10", "10/", "/1s", "0/1s", "10/0s", "10/2d", "x/1s", "9999999999/1s", "10/-1s" })
	void otherTextIsNoRate(String text) {
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> Rate.of(text));
	}

}
