package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.jobqueue.RateLimitResult;
import io.jobqueue.store.limit.RateStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The permits of rate limiters. */
abstract class PermitContract extends LimitScene {

	private RateStore rates() {
		return this.store.part(RateStore.class);
	}

	@Test
	void permitsOfAKeyAreNeverExceeded() {
		Duration per = Duration.ofMillis(300);
		List<Instant> before = new ArrayList<>();
		List<Instant> after = new ArrayList<>();
		await().until(() -> {
			Instant asked = this.store.queries().now();
			RateLimitResult result = rates().acquire("mail", 5, per, 1);
			if (result.granted()) {
				before.add(asked);
				after.add(this.store.queries().now());
			}
			assertThat(result.retryAfter()).isLessThanOrEqualTo(per.plusMillis(1));
			return after.size() == 20;
		});
		for (int i = 5; i < after.size(); i++) {
			assertThat(Duration.between(before.get(i - 5), after.get(i))).isGreaterThanOrEqualTo(per.minusMillis(1));
		}
	}

	@Test
	void permitsOfAKeyAreNeverExceededByThreadsThatWaitForEachOther() {
		Duration per = Duration.ofMillis(50);
		Queue<Instant[]> granted = new ConcurrentLinkedQueue<>();
		Runnable acquire = () -> {
			while (granted.size() < 100) {
				Instant before = this.store.queries().now();
				if (rates().acquire("mail", 5, per, 1).granted()) {
					granted.add(new Instant[] { before, this.store.queries().now() });
				}
			}
		};
		ExecutorService threads = Executors.newFixedThreadPool(6);
		try {
			CompletableFuture
				.allOf(Stream.generate(() -> CompletableFuture.runAsync(acquire, threads))
					.limit(6)
					.toArray(CompletableFuture[]::new))
				.join();
		}
		finally {
			threads.shutdownNow();
		}
		for (Instant[] first : granted) {
			Instant end = first[0].plus(per).minusMillis(1);
			assertThat(granted.stream().filter((one) -> !one[0].isBefore(first[0]) && one[1].isBefore(end)).count())
				.isLessThanOrEqualTo(5);
		}
	}

	@Test
	void permitsAreGrantedAllOrNone() {
		assertThat(rates().acquire("mail", 1000, LONG, 600).remaining()).isEqualTo(400);
		RateLimitResult refused = rates().acquire("mail", 1000, LONG, 401);
		assertThat(refused.granted()).isFalse();
		assertThat(refused.remaining()).isEqualTo(400);
		assertThat(refused.retryAfter()).isPositive();
		assertThat(rates().acquire("mail", 1000, LONG, 400).granted()).isTrue();
		assertThat(rates().acquire("other", 1000, LONG, 1).granted()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "64, 3600000", "65, 3600000", "1000, 60000", "1000, 86400000" })
	void permitsCountForAKeyWhoseLimitOrPeriodHasChanged(int limit, long millis) {
		Duration hour = Duration.ofHours(1);
		assertThat(rates().acquire("mail", limit, Duration.ofMillis(millis), limit).granted()).isTrue();
		RateLimitResult raised = rates().acquire("mail", 2000, hour, 1);
		assertThat(raised.remaining()).isEqualTo(2000 - limit - 1);
		RateLimitResult refused = rates().acquire("mail", 2000, hour, 2000);
		assertThat(refused.granted()).isFalse();
		assertThat(refused.retryAfter()).isLessThanOrEqualTo(hour.plus(hour.dividedBy(64)));
		RateLimitResult lowered = rates().acquire("mail", 10, Duration.ofMinutes(30), 1);
		assertThat(lowered.granted()).isFalse();
		assertThat(lowered.retryAfter()).isLessThanOrEqualTo(Duration.ofMinutes(30).plusMillis(1));
	}

}
