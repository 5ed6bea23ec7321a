package io.jobqueue.worker;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimAheadTests {

	private static final Duration SHORT = Duration.ofNanos(50_000);

	private final ClaimAhead ahead = new ClaimAhead(10, 100);

	@Test
	void nothingIsClaimedAheadBeforeAJobHasEnded() {
		assertThat(this.ahead.more()).isZero();
	}

	@Test
	void shortJobsAreClaimedAheadMoreAndMore() {
		ended(SHORT, 10);
		assertThat(
				List.of(this.ahead.more(), this.ahead.more(), this.ahead.more(), this.ahead.more(), this.ahead.more()))
			.containsExactly(10, 20, 40, 80, 100);
	}

	@Test
	void noMoreThanStartWithinFiveMilliseconds() {
		ended(Duration.ofMillis(2), 10);
		this.ahead.more();
		this.ahead.more();
		assertThat(this.ahead.more()).isEqualTo(25);
	}

	@Test
	void longJobsAreNotClaimedAhead() {
		ended(SHORT, 10);
		this.ahead.more();
		ended(Duration.ofMillis(20), 10);
		assertThat(this.ahead.more()).isZero();
	}

	@Test
	void aQueueWithoutBacklogBeginsAnew() {
		ended(SHORT, 10);
		this.ahead.more();
		this.ahead.more();
		assertThat(this.ahead.none()).isZero();
		assertThat(this.ahead.more()).isEqualTo(10);
	}

	@Test
	void whatWaitedTooLongIsNotClaimedAheadUntilJobsHaveEndedAnew() {
		ended(SHORT, 10);
		this.ahead.more();
		assertThat(this.ahead.stuck()).isZero();
		assertThat(this.ahead.more()).isZero();
		ended(SHORT, 1);
		assertThat(this.ahead.more()).isEqualTo(10);
	}

	@Test
	void jobsThatWereNotRunSayNothing() {
		ended(Duration.ZERO, 10);
		assertThat(this.ahead.more()).isZero();
	}

	@Test
	void itCanBeTurnedOff() {
		ClaimAhead none = new ClaimAhead(10, 0);
		none.ended(List.of(settled(SHORT)));
		assertThat(none.more()).isZero();
	}

	private void ended(Duration execution, int jobs) {
		this.ahead.ended(Collections.nCopies(jobs, settled(execution)));
	}

	private static Settled settled(Duration execution) {
		ClaimedJob job = Attempts.job("q-1", 1);
		return new Settled(job, null, null, true, Outcome.success(job, null), null, execution);
	}

}
