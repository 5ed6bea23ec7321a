package io.jobqueue.autoconfigure.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.jobqueue.store.error.StoreUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CachedReadTests {

	private final AtomicInteger reads = new AtomicInteger();

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final CachedRead<Integer> shared = new CachedRead<>(this.reads::incrementAndGet, this.now::get);

	@Test
	void anAnswerIsReadOnceASecond() {
		assertThat(this.shared.get()).isEqualTo(1);
		this.now.set(Instant.EPOCH.plusMillis(999));
		assertThat(this.shared.get()).isEqualTo(1);
		this.now.set(Instant.EPOCH.plusMillis(1000));
		assertThat(this.shared.get()).isEqualTo(2);
	}

	@Test
	void manyWhoAskTogetherCauseOneRead() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<Integer>> answers = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				answers.add(threads.submit(this.shared::get));
			}
			for (Future<Integer> answer : answers) {
				assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(1);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void whatIsForgottenIsReadAgain() {
		this.shared.get();
		this.shared.forget();
		assertThat(this.shared.get()).isEqualTo(2);
	}

	@Test
	void aValueCanBeReadLessOften() {
		CachedRead<Integer> seldom = new CachedRead<>(this.reads::incrementAndGet, this.now::get,
				Duration.ofSeconds(10));
		assertThat(seldom.get()).isEqualTo(1);
		this.now.set(Instant.EPOCH.plusMillis(9_999));
		assertThat(seldom.get()).isEqualTo(1);
		this.now.set(Instant.EPOCH.plusSeconds(10));
		assertThat(seldom.get()).isEqualTo(2);
	}

	@Test
	void aValueThatTookLongIsKeptForLonger() {
		assertThat(keptAfterReadOf(Duration.ofMillis(10))).hasMillis(1_000);
		assertThat(keptAfterReadOf(Duration.ofMillis(40))).hasMillis(2_040);
		assertThat(keptAfterReadOf(Duration.ofMillis(60))).hasMillis(3_060);
		assertThat(keptAfterReadOf(Duration.ofSeconds(20))).hasMillis(23_000);
		assertThat(keptAfterReadOf(Duration.ofSeconds(-60))).hasMillis(1_000);
	}

	/** From the request of a value to the first time that it is read again. */
	private Duration keptAfterReadOf(Duration time) {
		this.reads.set(0);
		this.now.set(Instant.EPOCH);
		CachedRead<Integer> slow = new CachedRead<>(() -> {
			this.now.updateAndGet((now) -> now.plus(time));
			return this.reads.incrementAndGet();
		}, this.now::get);
		slow.get();
		Instant later = Instant.EPOCH.plus(time.isNegative() ? Duration.ZERO : time);
		for (this.now.set(later); slow.get() == 1; this.now.set(later)) {
			later = later.plusMillis(10);
		}
		return Duration.between(Instant.EPOCH, later);
	}

	@Test
	void aReadThatHangsHoldsUpNobodyElse() throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		CountDownLatch reading = new CountDownLatch(1);
		CachedRead<Integer> slow = new CachedRead<>(() -> {
			int read = this.reads.incrementAndGet();
			if (read > 1) {
				reading.countDown();
				await(answer);
			}
			return read;
		}, this.now::get, Duration.ofSeconds(1), Duration.ofMillis(50));
		assertThat(slow.get()).isEqualTo(1);
		this.now.set(Instant.EPOCH.plusMillis(1000));
		CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(slow::get);
		reading.await();
		assertThat(slow.get()).isEqualTo(1);
		this.now.set(Instant.EPOCH.plusMillis(1050));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(slow::get)
			.withMessage("The store has given no answer since 1970-01-01T00:00:01Z");
		answer.countDown();
		assertThat(reader.get(10, TimeUnit.SECONDS)).isEqualTo(2);
		assertThat(slow.get()).isEqualTo(2);
	}

	@Test
	void previousValueIsNotGivenForLongerBecauseReadsFail() throws Exception {
		SynchronousQueue<Boolean> failures = new SynchronousQueue<>();
		CountDownLatch second = new CountDownLatch(2);
		CachedRead<Integer> unavailable = new CachedRead<>(() -> {
			int read = this.reads.incrementAndGet();
			if (read > 1) {
				second.countDown();
				fail(failures);
			}
			return read;
		}, this.now::get, Duration.ofSeconds(1), Duration.ofSeconds(10));
		assertThat(unavailable.get()).isEqualTo(1);
		this.now.set(Instant.EPOCH.plusSeconds(1));
		CompletableFuture<Integer> first = CompletableFuture.supplyAsync(unavailable::get);
		failures.put(true);
		assertThat(first).failsWithin(Duration.ofSeconds(10));
		this.now.set(Instant.EPOCH.plusSeconds(10));
		CompletableFuture<Integer> other = CompletableFuture.supplyAsync(unavailable::get);
		second.await();
		assertThat(unavailable.get()).isEqualTo(1);
		// Ten seconds after the begin of the first read that failed.
		this.now.set(Instant.EPOCH.plusSeconds(11));
		CompletableFuture<Integer> late = CompletableFuture.supplyAsync(unavailable::get);
		failures.put(true);
		assertThat(other).failsWithin(Duration.ofSeconds(10));
		failures.put(true);
		assertThat(late).failsWithin(Duration.ofSeconds(10));
	}

	private static void fail(SynchronousQueue<Boolean> failures) {
		try {
			failures.take();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new StoreUnavailableException("on purpose", null);
	}

	@Test
	void aReadThatFailsIsTriedAgainByTheNext() {
		CachedRead<Integer> failing = new CachedRead<>(() -> {
			if (this.reads.incrementAndGet() == 1) {
				throw new IllegalStateException("on purpose");
			}
			return this.reads.get();
		}, this.now::get);
		assertThatIllegalStateException().isThrownBy(failing::get);
		assertThat(failing.get()).isEqualTo(2);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
