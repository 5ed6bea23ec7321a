package io.jobqueue.dashboard.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobStateException;
import io.jobqueue.store.error.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReadThreadsTests {

	private final CountDownLatch never = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	/** A read that has not begun within a second would not be interrupted. */
	private ReadThreads threads = new ReadThreads(Duration.ofSeconds(1), 1);

	@AfterEach
	void close() {
		this.threads.close();
	}

	@Test
	void readThatTakesTooLongIsInterrupted() throws InterruptedException {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.threads.read(this::hang))
			.withMessage("The store has not answered within 1 s");
		assertThat(this.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void exceptionOfAReadReachesTheRequest() {
		this.threads = new ReadThreads(Duration.ofSeconds(10), 1);
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> this.threads.read(() -> {
			throw new JobStateException("on purpose");
		})).withMessage("on purpose");
	}

	@Test
	void requestIsRefusedWhereAllThreadsWait() {
		this.threads = new ReadThreads(Duration.ofSeconds(10), 1);
		CountDownLatch reading = new CountDownLatch(1);
		CompletableFuture<Integer> waits = CompletableFuture.supplyAsync(() -> this.threads.read(() -> {
			reading.countDown();
			return hang();
		}));
		assertThat(CompletableFuture.runAsync(() -> await(reading))).succeedsWithin(Duration.ofSeconds(10));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.threads.read(() -> 1))
			.withMessage("1 other requests wait for the store");
		this.threads.close();
		assertThat(waits).failsWithin(Duration.ofSeconds(10));
	}

	private int hang() {
		await(this.never);
		return 1;
	}

	private void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.interrupted.countDown();
			throw new IllegalStateException(ex);
		}
	}

}
