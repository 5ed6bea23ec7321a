package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.jobqueue.JobStatus;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.worker.Attempts;
import io.jobqueue.worker.timing.Backoff;
import io.jobqueue.worker.timing.StoreReachability;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeWriterTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private final List<List<Outcome>> calls = new CopyOnWriteArrayList<>();

	private final Map<String, FinishResult> stored = new ConcurrentHashMap<>();

	private final Map<String, AttemptResult> settled = new ConcurrentHashMap<>();

	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	private volatile Function<List<Outcome>, FinishResult> store = (outcomes) -> FinishResult.APPLIED;

	private final ClaimMode mode = new ClaimMode(1, 0);

	private final OutcomeBuffer buffer = new OutcomeBuffer("q", 1, this.mode);

	private final OutcomeWriter writer = new OutcomeWriter(this.buffer, new OutcomeWriter.Target(store(), "q", "w1"),
			new StoreReachability("q", new StoreOutage()), new Backoff(() -> 0), this::stored);

	private final Thread thread = new Thread(this.writer, "outcomes");

	@AfterEach
	void close() throws InterruptedException {
		this.buffer.close();
		this.thread.join(LONG.toMillis());
	}

	@Test
	void aBatchFormsWhileAnotherIsWritten() throws Exception {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.store = (outcomes) -> {
			writing.countDown();
			await(release);
			return FinishResult.APPLIED;
		};
		this.thread.start();
		offer("q-1");
		writing.await();
		offer("q-2");
		offer("q-3");
		release.countDown();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.calls).extracting(List::size).containsExactly(1, 2);
	}

	@Test
	void outcomesWaitInOrderWhileTheStoreIsAway() {
		this.store = (outcomes) -> {
			if (this.calls.size() < 3) {
				throw new StoreUnavailableException("away", null);
			}
			return FinishResult.APPLIED;
		};
		offer("q-1");
		offer("q-2");
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.calls).hasSize(3);
		assertThat(this.calls.get(2)).extracting((outcome) -> outcome.id().value()).containsExactly("q-1", "q-2");
		assertThat(this.stored).hasSize(2);
	}

	@Test
	void anOutcomeOfALockedJobIsGivenAgain() {
		this.store = (outcomes) -> (this.calls.size() < 3) ? FinishResult.LOCKED : FinishResult.APPLIED;
		offer("q-1");
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.calls).hasSize(3);
		assertThat(this.stored).containsExactly(Map.entry("q-1", FinishResult.APPLIED));
	}

	@Test
	void anErrorOfTheStoreDropsNoOutcome() {
		this.store = (outcomes) -> {
			if (this.calls.size() < 3) {
				throw new LinkageError("broken on purpose");
			}
			return FinishResult.APPLIED;
		};
		offer("q-1");
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.stored).containsEntry("q-1", FinishResult.APPLIED);
	}

	@Test
	void aBatchThatIsRefusedGoesOneByOne() {
		this.store = (outcomes) -> {
			if (outcomes.size() > 1) {
				throw new IllegalStateException("refused");
			}
			return FinishResult.APPLIED;
		};
		offer("q-1");
		offer("q-2");
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.calls).extracting(List::size).containsExactly(2, 1, 1);
	}

	@Test
	void anOutcomeThatIsRefusedEndsItsJob() {
		refuseSuccess(FinishResult.APPLIED);
		assertThat(this.settled.get("q-1").outcome().status()).isEqualTo(JobStatus.FAILED);
		assertThat(this.settled.get("q-1").error()).hasMessage("refused");
	}

	@Test
	void anOutcomeThatWasStoredAlthoughItWasRefusedCounts() {
		refuseSuccess(FinishResult.ALREADY_APPLIED);
		assertThat(this.settled.get("q-1").outcome().status()).isEqualTo(JobStatus.SUCCESS);
		assertThat(this.stored).containsEntry("q-1", FinishResult.ALREADY_APPLIED);
	}

	@Test
	void thereIsNoRoomForMoreThanTwoHundred() {
		for (int i = 0; i < 200; i++) {
			assertThat(this.buffer.awaitRoom(Duration.ZERO)).isTrue();
			offer("q-" + i);
		}
		assertThat(this.buffer.awaitRoom(Duration.ZERO)).isFalse();
	}

	@Test
	void outcomesLeftToAClaimAreNotWritten() {
		this.thread.start();
		this.mode.claimed(true, List.of(), false, List.of());
		offer("q-1");
		offer("q-2");
		List<AttemptResult> batch = this.buffer.takeForExchange();
		assertThat(batch).extracting((taken) -> taken.job().id().value()).containsExactly("q-1", "q-2");
		assertThat(this.buffer.size()).isEqualTo(2);
		this.buffer.done(batch, List.of());
		assertThat(this.buffer.size()).isZero();
		assertThat(this.calls).isEmpty();
	}

	@Test
	void outcomesAreWrittenWhenNoClaimComes() {
		this.mode.claimed(true, List.of(), false, List.of());
		this.thread.start();
		offer("q-1");
		this.mode.hold();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.stored).containsOnlyKeys("q-1");
	}

	@Test
	void whoeverWaitsForAnEmptyBufferDoesNotWaitForAClaim() {
		this.mode.claimed(true, List.of(), false, List.of());
		this.thread.start();
		offer("q-1");
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
	}

	@Test
	void closedBufferIsWrittenOut() throws Exception {
		this.mode.claimed(true, List.of(), false, List.of());
		offer("q-1");
		this.buffer.close();
		this.thread.start();
		this.thread.join(LONG.toMillis());
		assertThat(this.stored).containsOnlyKeys("q-1");
	}

	@Test
	void whatAClaimCouldNotStoreIsWrittenInOrder() {
		this.mode.claimed(true, List.of(), false, List.of());
		offer("q-1");
		offer("q-2");
		List<AttemptResult> taken = this.buffer.takeForExchange();
		offer("q-3");
		this.buffer.putBack(taken);
		this.mode.hold();
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.calls).singleElement()
			.satisfies((call) -> assertThat(call).extracting((outcome) -> outcome.id().value())
				.containsExactly("q-1", "q-2", "q-3"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void allThatIsDroppedAtTheEndIsNamed(CapturedOutput log) {
		offer("q-1");
		List<AttemptResult> taken = this.buffer.takeForExchange();
		offer("q-2");
		this.buffer.close();
		this.buffer.putBack(taken);
		assertThat(log).contains("run again: [q-1, q-2]");
		assertThat(this.buffer.size()).isZero();
	}

	@Test
	void failureAfterAnOutcomeWasStoredKeepsNoOtherFromBeingTold() {
		this.failing.add("q-1");
		offer("q-1");
		offer("q-2");
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.stored).containsOnlyKeys("q-2");
		assertThat(this.calls).hasSize(1);
	}

	private void refuseSuccess(FinishResult next) {
		this.store = (outcomes) -> {
			if (outcomes.get(0).status() == JobStatus.SUCCESS) {
				throw new IllegalStateException("refused");
			}
			return next;
		};
		offer("q-1");
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
	}

	private void offer(String id) {
		ClaimedJob job = Attempts.job(id, 1);
		this.buffer.add(AttemptResult.unstarted(job, null, Outcome.success(job, null), null));
	}

	private void stored(AttemptResult settled, FinishResult result) {
		if (this.failing.contains(settled.job().id().value())) {
			throw new IllegalStateException("told too much");
		}
		this.stored.put(settled.job().id().value(), result);
		this.settled.put(settled.job().id().value(), settled);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private JobFeed store() {
		return new FinishingFeed(this.calls, (outcomes) -> this.store.apply(outcomes));
	}

}
