package io.jobqueue.worker.outcome;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.store.ForwardingFeed;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.memory.MemoryStoreBackend;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TurnsFeedTests {

	private static final String QUEUE = "mail";

	private static final String WORKER = "worker";

	private static final ClaimRequest REQUEST = new ClaimRequest(QUEUE, WORKER, 1, Duration.ofMinutes(1));

	private final HeldFeed target = new HeldFeed(new MemoryStoreBackend(Clock.systemUTC()).feed());

	private final TurnsFeed feed = new TurnsFeed(this.target, Duration.ofMinutes(1));

	@AfterEach
	void letGo() {
		this.target.open.countDown();
	}

	@Test
	void claimWaitsForOutcomesThatAreBeingWritten() {
		CompletableFuture<?> writing = CompletableFuture.runAsync(this::finish);
		awaitHeld();
		Thread claiming = new Thread(() -> this.feed.claim(REQUEST));
		claiming.start();
		awaitWaiting(claiming);
		assertThat(this.target.claims).hasValue(0);
		this.target.open.countDown();
		writing.join();
		Awaitility.await().untilAsserted(() -> assertThat(this.target.claims).hasValue(1));
	}

	@Test
	void outcomesWaitForAnExchange() {
		CompletableFuture<?> exchanging = CompletableFuture.runAsync(() -> this.feed.exchange(REQUEST, List.of()));
		awaitHeld();
		Thread writing = new Thread(this::finish);
		writing.start();
		awaitWaiting(writing);
		assertThat(this.target.held).hasValue(1);
		this.target.open.countDown();
		exchanging.join();
		Awaitility.await().untilAsserted(() -> assertThat(this.target.held).hasValue(2));
	}

	@Test
	void callThatHangsDelaysOthersForAMomentOnly() {
		TurnsFeed impatient = new TurnsFeed(this.target);
		CompletableFuture.runAsync(() -> impatient.finish(QUEUE, WORKER, List.of()));
		awaitHeld();
		impatient.claim(REQUEST);
		impatient.claim(REQUEST);
		assertThat(this.target.claims).hasValue(2);
	}

	@Test
	void callThatFailsGivesItsTurnBack() {
		this.target.fails = true;
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.feed.claim(REQUEST));
		this.target.fails = false;
		CompletableFuture.runAsync(() -> this.feed.claim(REQUEST)).join();
		assertThat(this.target.claims).hasValue(2);
	}

	@Test
	void interruptedThreadGoesOnAndStaysInterrupted() throws InterruptedException {
		CompletableFuture.runAsync(this::finish);
		awaitHeld();
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread claiming = new Thread(() -> {
			Thread.currentThread().interrupt();
			this.feed.claim(REQUEST);
			interrupted.complete(Thread.currentThread().isInterrupted());
		});
		claiming.start();
		assertThat(interrupted.join()).isTrue();
	}

	private void finish() {
		this.feed.finish(QUEUE, WORKER, List.of());
	}

	private void awaitHeld() {
		Awaitility.await().untilAsserted(() -> assertThat(this.target.held).hasValue(1));
	}

	private static void awaitWaiting(Thread thread) {
		Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
	}

	/** Holds finishes and exchanges until it is open. */
	private static final class HeldFeed extends ForwardingFeed {

		final CountDownLatch open = new CountDownLatch(1);

		final AtomicInteger held = new AtomicInteger();

		final AtomicInteger claims = new AtomicInteger();

		volatile boolean fails;

		HeldFeed(JobFeed target) {
			super(target);
		}

		@Override
		public ClaimResult claim(ClaimRequest request) {
			this.claims.incrementAndGet();
			if (this.fails) {
				throw new StoreUnavailableException("away", null);
			}
			return super.claim(request);
		}

		@Override
		public List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
			hold();
			return super.finish(queue, worker, outcomes);
		}

		@Override
		public Exchange exchange(ClaimRequest request, List<Outcome> outcomes) {
			hold();
			return super.exchange(request, outcomes);
		}

		private void hold() {
			this.held.incrementAndGet();
			try {
				this.open.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
