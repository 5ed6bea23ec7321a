package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.jobqueue.JobStatus;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.ClaimMode;
import io.jobqueue.worker.outcome.FinishingFeed;
import io.jobqueue.worker.outcome.OutcomeBuffer;
import io.jobqueue.worker.outcome.OutcomeWriter;
import io.jobqueue.worker.timing.Backoff;
import io.jobqueue.worker.timing.StoreReachability;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Outcomes that the store does not take, for good or for a while.
 */
class OutcomeRefusalTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private final List<List<Outcome>> calls = new CopyOnWriteArrayList<>();

	private final Map<String, AttemptResult> settled = new ConcurrentHashMap<>();

	private volatile Function<List<Outcome>, FinishResult> store = (outcomes) -> FinishResult.APPLIED;

	private volatile int passesAfter = Integer.MAX_VALUE;

	private final OutcomeBuffer buffer = new OutcomeBuffer("q", 1, new ClaimMode(1, 0));

	private final OutcomeWriter writer = new OutcomeWriter(this.buffer, new OutcomeWriter.Target(store(), "q", "w1"),
			new StoreReachability("q", new StoreOutage()), new Backoff(() -> 0),
			(each, result) -> this.settled.put(each.job().id().value(), each));

	private final Thread thread = new Thread(this.writer, "outcomes");

	@AfterEach
	void close() throws InterruptedException {
		this.buffer.close();
		this.thread.join(LONG.toMillis());
	}

	@Test
	void anOutcomeThatIsRefusedForGoodHoldsUpNoOther() {
		refuse("q-7", new StoreRefusedException("too large", null));
		for (int i = 0; i < 50; i++) {
			offer("q-" + i);
		}
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.settled.values()).filteredOn((each) -> each.outcome().status() == JobStatus.FAILED)
			.extracting((each) -> each.job().id().value())
			.containsExactly("q-7");
		assertThat(this.settled).hasSize(50);
		// Each halving takes two calls.
		assertThat(this.calls).hasSizeLessThan(16);
	}

	@Test
	void anUnknownErrorThatPassesEndsNoJob() {
		refuse("q-1", new IllegalStateException("for now"));
		this.passesAfter = 3;
		offer("q-0");
		offer("q-1");
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.settled.get("q-1").outcome().status()).isEqualTo(JobStatus.SUCCESS);
	}

	@Test
	void othersAreWrittenWhileAnOutcomeWaitsForAnotherAttempt() {
		refuse("q-1", new IllegalStateException("for now"));
		offer("q-1");
		this.thread.start();
		Awaitility.await().until(() -> !this.calls.isEmpty());
		offer("q-2");
		Awaitility.await().until(() -> this.settled.containsKey("q-2"));
		assertThat(this.settled).doesNotContainKey("q-1");
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.settled.get("q-1").outcome().status()).isEqualTo(JobStatus.FAILED);
	}

	@Test
	void anOutageIsNoAttemptAtAnOutcome() {
		this.store = (outcomes) -> {
			// The first error makes it a suspect, the last one comes after an outage.
			if (this.calls.size() == 1 || this.calls.size() == 7) {
				throw new IllegalStateException("for now");
			}
			if (this.calls.size() < 7) {
				throw new StoreUnavailableException("no answer", null);
			}
			return FinishResult.APPLIED;
		};
		offer("q-1");
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG)).isTrue();
		assertThat(this.settled.get("q-1").outcome().status()).isEqualTo(JobStatus.SUCCESS);
	}

	@Test
	void aStoreThatFailsForAllEndsNoJob() {
		this.store = (outcomes) -> {
			if (this.calls.size() < 14) {
				throw new IllegalStateException("all");
			}
			return FinishResult.APPLIED;
		};
		for (int i = 0; i < 4; i++) {
			offer("q-" + i);
		}
		this.thread.start();
		assertThat(this.buffer.awaitEmpty(LONG.multipliedBy(3))).isTrue();
		assertThat(this.settled.values()).allMatch((each) -> each.outcome().status() == JobStatus.SUCCESS);
	}

	@Test
	void whatCouldNotBeStoredIsNamedAtTheEnd() throws InterruptedException {
		this.store = (outcomes) -> {
			throw new IllegalStateException("all");
		};
		offer("q-1");
		this.thread.start();
		Awaitility.await().until(() -> !this.calls.isEmpty());
		this.buffer.close();
		this.thread.join(LONG.toMillis());
		assertThat(this.thread.isAlive()).isFalse();
		assertThat(this.buffer.size()).isZero();
	}

	/** A call with the outcome of success of that job fails. */
	private void refuse(String id, RuntimeException refusal) {
		this.store = (outcomes) -> {
			boolean refused = outcomes.stream()
				.anyMatch((outcome) -> outcome.id().value().equals(id) && outcome.status() == JobStatus.SUCCESS);
			if (refused && this.passesAfter-- > 0) {
				throw refusal;
			}
			return FinishResult.APPLIED;
		};
	}

	private void offer(String id) {
		ClaimedJob job = Attempts.job(id, 1);
		this.buffer.add(AttemptResult.unstarted(job, null, Outcome.success(job, null), null));
	}

	private JobFeed store() {
		return new FinishingFeed(this.calls, (outcomes) -> this.store.apply(outcomes));
	}

}
