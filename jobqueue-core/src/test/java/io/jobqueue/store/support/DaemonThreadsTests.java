package io.jobqueue.store.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class DaemonThreadsTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final DaemonThreads threads = new DaemonThreads("some");

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private final AtomicReference<Thread> worker = new AtomicReference<>();

	@Test
	void noThreadIsAliveAfterTheEnd() {
		for (int i = 0; i < 200; i++) {
			ExecutorService executor = Executors.newFixedThreadPool(2, this.threads);
			executor.execute(() -> this.worker.set(Thread.currentThread()));
			assertThat(this.threads.end(executor, LONG)).isTrue();
			assertThat(this.worker.get().isAlive()).isFalse();
			assertThat(this.worker.get().isDaemon()).isTrue();
			assertThat(this.worker.get().getName()).isEqualTo("some");
		}
	}

	@Test
	void workThatTakesTooLongIsInterruptedAndWaitedFor() throws InterruptedException {
		ExecutorService executor = Executors.newSingleThreadExecutor(this.threads);
		executor.execute(() -> hold(false));
		this.begun.await();
		assertThat(this.threads.end(executor, Duration.ofMillis(1))).isTrue();
		assertThat(this.worker.get().isAlive()).isFalse();
	}

	@Test
	void workThatIgnoresTheInterruptIsNotWaitedForLong() throws InterruptedException {
		ExecutorService executor = Executors.newSingleThreadExecutor(this.threads);
		executor.execute(() -> hold(true));
		this.begun.await();
		assertThat(this.threads.end(executor, Duration.ofMillis(1))).isFalse();
		this.released.countDown();
		assertThat(this.threads.join(LONG)).isTrue();
	}

	@Test
	void aCallerThatIsInterruptedInterruptsTheWork() throws InterruptedException {
		ExecutorService executor = Executors.newSingleThreadExecutor(this.threads);
		executor.execute(() -> hold(false));
		this.begun.await();
		Thread.currentThread().interrupt();
		assertThat(this.threads.end(executor, LONG)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.threads.join(LONG)).isTrue();
	}

	private void hold(boolean stubborn) {
		this.worker.set(Thread.currentThread());
		this.begun.countDown();
		do {
			try {
				this.released.await();
				return;
			}
			catch (InterruptedException ex) {
				// Looked at below.
			}
		}
		while (stubborn);
	}

}
