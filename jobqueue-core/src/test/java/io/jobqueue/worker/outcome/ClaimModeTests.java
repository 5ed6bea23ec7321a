package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.JobId;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimModeTests {

	private static final ClaimedJob JOB = new ClaimedJob(JobId.of("q-1"), "q", JobDetails.of("task", "1"), 1, 0, 0, 0,
			Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null, List.of());

	private final ClaimMode mode = new ClaimMode(10, 100);

	private final AtomicInteger writerTurns = new AtomicInteger();

	@BeforeEach
	void count() {
		this.mode.onWriterTurn(this.writerTurns::incrementAndGet);
	}

	@Test
	void theWriterStoresOutcomesBeforeTheFirstClaim() {
		requireMode(false, 0, 1);
	}

	@Test
	void theNextExchangeStoresOutcomesAfterAFilledClaim() {
		claimed(true, 8);
		requireMode(true, 10, 8);
		assertThat(this.writerTurns).hasValue(0);
		claimed(true, 20);
		requireMode(true, 20, 10);
	}

	@Test
	void theWriterStoresOutcomesAfterAClaimThatWasNotFilled() {
		claimed(true, 10);
		claimed(false, 3);
		requireMode(false, 0, 1);
		assertThat(this.writerTurns).hasValue(1);
		claimed(true, 10);
		requireMode(true, 10, 10);
	}

	@Test
	void theWriterStoresOutcomesWhileTheNextClaimIsDelayed() {
		claimed(true, 10);
		this.mode.hold();
		requireMode(false, 10, 10);
		assertThat(this.writerTurns).hasValue(1);
		claimed(true, 10);
		requireMode(true, 20, 10);
	}

	@Test
	void noneIsClaimedAheadAfterAStallUntilTasksAreMeasured() {
		claimed(true, 10);
		this.mode.stalled();
		requireMode(false, 0, 10);
		assertThat(this.mode.isShort(JOB)).isFalse();
		this.mode.claimed(true, List.of(JOB), false, List.of());
		requireMode(true, 0, 1);
		claimed(true, 10);
		requireMode(true, 10, 10);
	}

	@Test
	void noJobWaitsBehindASuspect() {
		claimed(true, 10);
		this.mode.suspectClaimed();
		requireMode(true, 0, 10);
		assertThat(this.writerTurns).hasValue(0);
	}

	@Test
	void noneIsClaimedAheadFromALimitedQueue() {
		this.mode.claimed(true, Collections.nCopies(10, JOB), true, List.of(ended()));
		requireMode(true, 0, 10);
		assertThat(this.mode.isShort(JOB)).isTrue();
	}

	private void claimed(boolean filled, int count) {
		this.mode.claimed(filled, Collections.nCopies(count, JOB), false, List.of(ended()));
	}

	private void requireMode(boolean carriedByExchange, int ahead, int batch) {
		assertThat(this.mode.isCarriedByExchange()).isEqualTo(carriedByExchange);
		assertThat(List.of(this.mode.ahead(), this.mode.batch())).containsExactly(ahead, batch);
	}

	private static AttemptResult ended() {
		return new AttemptResult(JOB, null, null, true, Outcome.success(JOB, null), null, Duration.ofNanos(50_000));
	}

}
