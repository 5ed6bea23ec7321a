package io.jobqueue.store.limit;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.jobqueue.RateLimitResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RateWindow}, by a clock of their own.
 */
class RateWindowTests {

	private static final long NOW = 1_800_000_000_123L;

	private static final Duration HOUR = Duration.ofHours(1);

	private RateWindow window = new RateWindow();

	@ParameterizedTest
	@CsvSource({ "10, 60", "1000, 60", "10, 86400", "1000, 86400" })
	void allPermitsAreFreeOnePeriodAfterAChange(int limit, long seconds) {
		Duration former = Duration.ofSeconds(seconds);
		assertThat(acquire(limit, former, limit, NOW).granted()).isTrue();
		acquire(2000, HOUR, 1, NOW + 1);
		assertThat(acquire(2000, HOUR, 2000, NOW + 2).retryAfter()).isLessThanOrEqualTo(HOUR.plus(HOUR.dividedBy(64)));
		long later = NOW + HOUR.toMillis() * 65 / 64 + 2;
		assertThat(acquire(2000, HOUR, 2000, later).granted()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "10", "1000" })
	void clockThatWasSetBackHoldsPermitsForOnePeriodOnly(int limit) {
		assertThat(acquire(limit, HOUR, limit, NOW).granted()).isTrue();
		long before = NOW - Duration.ofDays(9).toMillis();
		RateLimitResult refused = acquire(limit, HOUR, 1, before);
		assertThat(refused.granted()).isFalse();
		assertThat(refused.retryAfter()).isBetween(HOUR, HOUR.plus(HOUR.dividedBy(64)).plusMillis(1));
		assertThat(acquire(limit, HOUR, limit, before + HOUR.toMillis() * 65 / 64 + 1).granted()).isTrue();
	}

	@Test
	void permitsOfASmallLimitCountByMilliseconds() {
		assertThat(acquire(2, HOUR, 1, NOW).granted()).isTrue();
		assertThat(acquire(2, HOUR, 1, NOW + 5).granted()).isTrue();
		assertThat(acquire(2, HOUR, 1, NOW + 6).retryAfter()).isEqualTo(HOUR.minusMillis(5));
		assertThat(acquire(2, HOUR, 1, NOW + HOUR.toMillis()).granted()).isFalse();
		assertThat(acquire(2, HOUR, 1, NOW + HOUR.toMillis() + 1).granted()).isTrue();
		assertThat(acquire(2, HOUR, 1, NOW + HOUR.toMillis() + 2).granted()).isFalse();
	}

	/** As each store does, it is written and read between two calls. */
	private RateLimitResult acquire(int limit, Duration per, int permits, long now) {
		this.window = RateWindow.read(this.window.write());
		return this.window.acquire(limit, per, permits, now);
	}

}
