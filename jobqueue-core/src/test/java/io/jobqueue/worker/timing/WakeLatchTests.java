package io.jobqueue.worker.timing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WakeLatchTests {

	private final WakeLatch waiter = new WakeLatch();

	@Test
	void aSignalThatCameBeforeEndsTheNextWaitOnly() {
		this.waiter.signal();
		this.waiter.signal();
		assertThat(this.waiter.await(Duration.ofSeconds(10))).isTrue();
		assertThat(this.waiter.await(Duration.ofMillis(1))).isFalse();
	}

	@Test
	void aSignalWakesAThreadThatWaits() throws Exception {
		CompletableFuture<Boolean> waiting = CompletableFuture
			.supplyAsync(() -> this.waiter.await(Duration.ofDays(9999)));
		this.waiter.signal();
		assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void anInterruptDoesNotMakeLaterWaitsSpin() {
		Thread.currentThread().interrupt();
		assertThat(this.waiter.await(Duration.ofSeconds(10))).isFalse();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

}
