package io.jobqueue.worker.timing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WakeLatchTests {

	private final WakeLatch wakeLatch = new WakeLatch();

	@Test
	void aSignalThatCameBeforeEndsTheNextWaitOnly() {
		this.wakeLatch.signal();
		this.wakeLatch.signal();
		assertThat(this.wakeLatch.await(Duration.ofSeconds(10))).isTrue();
		assertThat(this.wakeLatch.await(Duration.ofMillis(1))).isFalse();
	}

	@Test
	void aSignalWakesAThreadThatWaits() throws Exception {
		CompletableFuture<Boolean> waiting = CompletableFuture
			.supplyAsync(() -> this.wakeLatch.await(Duration.ofDays(9999)));
		this.wakeLatch.signal();
		assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void anInterruptDoesNotMakeLaterWaitsSpin() {
		Thread.currentThread().interrupt();
		assertThat(this.wakeLatch.await(Duration.ofSeconds(10))).isFalse();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

}
