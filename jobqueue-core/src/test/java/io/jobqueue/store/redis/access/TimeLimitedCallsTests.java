package io.jobqueue.store.redis.access;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.store.error.StoreUnavailableException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TimeLimitedCallsTests {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final TimeLimitedCalls calls = new TimeLimitedCalls(this.executor, Duration.ofMillis(500));

	private final CountDownLatch answered = new CountDownLatch(1);

	private final AtomicInteger made = new AtomicInteger();

	@AfterEach
	void close() {
		this.answered.countDown();
		this.executor.shutdownNow();
	}

	@Test
	void queueThatHangsHoldsUpNeitherCallersNorOtherQueues() {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.calls.call("far", this::hang))
			.withMessageContaining("'far'");
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.calls.call("far", this.made::incrementAndGet));
		assertThat(this.made).hasValue(0);
		this.calls.call("near", this.made::incrementAndGet);
		assertThat(this.made).hasValue(1);
		this.answered.countDown();
		Awaitility.await().ignoreException(StoreUnavailableException.class).until(() -> {
			this.calls.call("far", () -> this.made.set(3));
			return true;
		});
		assertThat(this.made).hasValue(3);
	}

	@Test
	void failureIsPassedOn() {
		TimeLimitedCalls patient = new TimeLimitedCalls(this.executor, Duration.ofSeconds(10));
		assertThatIllegalArgumentException().isThrownBy(() -> patient.call("far", () -> {
			throw new IllegalArgumentException("bad");
		})).withMessage("bad");
	}

	private void hang() {
		try {
			this.answered.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
