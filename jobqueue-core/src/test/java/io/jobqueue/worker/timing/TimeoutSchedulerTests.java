package io.jobqueue.worker.timing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimeoutSchedulerTests {

	private final TimeoutScheduler timeoutScheduler = new TimeoutScheduler().open();

	@AfterEach
	void close() {
		this.timeoutScheduler.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 50, 1200 })
	void ringsWhenItsTimeHasCome(int millis) throws Exception {
		long start = System.nanoTime();
		CountDownLatch rang = new CountDownLatch(1);
		this.timeoutScheduler.start(Duration.ofMillis(millis), rang::countDown);
		assertThat(rang.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	@ParameterizedTest
	@ValueSource(ints = { 50, 1200 })
	void isSilentWhenCancelled(int millis) throws Exception {
		CountDownLatch rang = new CountDownLatch(1);
		CountDownLatch later = new CountDownLatch(1);
		this.timeoutScheduler.start(Duration.ofMillis(millis), rang::countDown).cancel(false);
		this.timeoutScheduler.start(Duration.ofMillis(millis + 50), later::countDown);
		later.await();
		assertThat(rang.getCount()).isOne();
	}

	@Test
	void takesNoneAmissAfterTheTimerHasStopped() {
		this.timeoutScheduler.close();
		assertThat(this.timeoutScheduler.start(Duration.ofMillis(10), () -> {
		}).isCancelled()).isTrue();
	}

}
