package io.jobqueue.retry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RetryPolicyTests {

	@Test
	void delaysGrowUpToTheLongest() {
		RetryPolicy policy = policy(Duration.ofSeconds(2), Duration.ofSeconds(7), 0);
		assertThat(policy.delay(1, 0.5)).isEqualTo(Duration.ofSeconds(2));
		assertThat(policy.delay(2, 0.5)).isEqualTo(Duration.ofSeconds(4));
		assertThat(policy.delay(3, 0.5)).isEqualTo(Duration.ofSeconds(7));
		assertThat(policy.delay(10_000, 0.5)).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void jitterSpreadsTheDelayButNotPastTheLongest() {
		RetryPolicy policy = policy(Duration.ofSeconds(10), Duration.ofSeconds(11), 0.2);
		assertThat(policy.delay(1, 0)).isEqualTo(Duration.ofSeconds(8));
		assertThat(policy.delay(1, 1)).isEqualTo(Duration.ofSeconds(11));
	}

	@Test
	void aLongestDelayThatIsShorterThanTheFirstCapsIt() {
		assertThat(policy(Duration.ofSeconds(10), Duration.ofSeconds(1), 0).delay(1, 0.5))
			.isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void noDelayStaysNoDelay() {
		assertThat(policy(Duration.ZERO, Duration.ofSeconds(1), 1).delay(3, 1)).isZero();
		assertThat(policy(Duration.ofSeconds(1), Duration.ZERO, 1).delay(3, 1)).isZero();
	}

	@Test
	void aNegativeDelayIsRefused() {
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> policy(Duration.ofSeconds(-1), Duration.ofSeconds(1), 0))
			.withMessage("'delay' must not be negative, but was -1s");
	}

	@Test
	void aDelayThatNoStoreCanHoldIsRefused() {
		Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> policy(forever, Duration.ZERO, 0))
			.withMessageContainingAll("'delay'", DurationText.of(forever), "36500d");
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> policy(Duration.ZERO, forever, 0))
			.withMessageContainingAll("'maxDelay'", DurationText.of(forever), "36500d");
	}

	@Test
	void whatCannotHelpIsNotRetried() {
		assertThat(RetryPolicy.DEFAULT.retries(new IllegalArgumentException())).isFalse();
		assertThat(RetryPolicy.DEFAULT.retries(new NumberFormatException())).isFalse();
		assertThat(RetryPolicy.DEFAULT.retries(new IllegalStateException())).isTrue();
	}

	@Test
	void theNearestClassDecides() {
		RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(9), 0,
				Set.of(IOException.class, NumberFormatException.class), Set.of(FileNotFoundException.class));
		assertThat(policy.retries(new IOException())).isTrue();
		assertThat(policy.retries(new FileNotFoundException())).isFalse();
		assertThat(policy.retries(new NumberFormatException())).isTrue();
		assertThat(policy.retries(new IllegalStateException())).isFalse();
	}

	private static RetryPolicy policy(Duration delay, Duration maxDelay, double jitter) {
		return new RetryPolicy(3, delay, 2, maxDelay, jitter, Set.of(), Set.of());
	}

}
