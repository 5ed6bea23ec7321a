package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobDetails;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimAheadTests {

	private static final Duration SHORT = Duration.ofNanos(50_000);

	private final ClaimAhead ahead = new ClaimAhead(10, 100);

	@Test
	void nothingIsClaimedAheadBeforeAJobHasEnded() {
		assertThat(more()).isZero();
	}

	@Test
	void shortJobsAreClaimedAheadMoreAndMore() {
		ended(SHORT, 10);
		assertThat(List.of(more(), more(), more(), more(), more())).containsExactly(10, 20, 40, 80, 100);
	}

	@Test
	void noMoreThanStartWithinFiveMilliseconds() {
		ended(Duration.ofMillis(2), 10);
		more();
		more();
		assertThat(more()).isEqualTo(25);
	}

	@Test
	void longJobsAreNotClaimedAhead() {
		ended(SHORT, 10);
		more();
		ended(Duration.ofMillis(20), 10);
		assertThat(more()).isZero();
	}

	@Test
	void noMoreThanFitIntoTheBytesOfALine() {
		ended(SHORT, 10);
		ClaimedJob large = job("task", "x".repeat((int) ClaimAhead.MOST_BYTES / 16));
		assertThat(this.ahead.more(List.of(large, large))).isEqualTo(4);
		assertThat(this.ahead.more(List.of(large, job("task")))).isEqualTo(7);
		ClaimedJob huge = job("task", "x".repeat((int) ClaimAhead.MOST_BYTES + 1));
		assertThat(this.ahead.more(List.of(huge))).isZero();
	}

	@Test
	void aQueueWithoutBacklogBeginsAnew() {
		ended(SHORT, 10);
		more();
		more();
		assertThat(this.ahead.none()).isZero();
		assertThat(more()).isEqualTo(10);
	}

	@Test
	void whatWaitedTooLongIsNotClaimedAheadUntilJobsHaveEndedAnew() {
		ended(SHORT, 10);
		more();
		assertThat(this.ahead.stalled()).isZero();
		assertThat(more()).isZero();
		ended(SHORT, 1);
		assertThat(more()).isEqualTo(10);
	}

	@Test
	void jobsThatWereNotRunSayNothing() {
		ended(Duration.ZERO, 10);
		assertThat(more()).isZero();
	}

	@Test
	void itCanBeTurnedOff() {
		ClaimAhead none = new ClaimAhead(10, 0);
		none.ended(List.of(settled(SHORT)));
		assertThat(none.more(List.of(job("task")))).isZero();
	}

	@Test
	void aTaskThatHasNotSucceededIsNotShort() {
		ended(SHORT, 10);
		assertThat(this.ahead.isShort(job("task"))).isTrue();
		assertThat(this.ahead.isShort(job("other"))).isFalse();
		assertThat(this.ahead.more(List.of(job("task"), job("other")))).isZero();
	}

	@Test
	void eachTaskHasAnAverageOfItsOwn() {
		ended(SHORT, 1000);
		this.ahead.ended(List.of(settled(job("other"), Duration.ofSeconds(1))));
		assertThat(this.ahead.isShort(job("other"))).isFalse();
		assertThat(more()).isEqualTo(10);
	}

	@Test
	void aFailureSaysNothingOfHowLongTheWorkTakes() {
		ClaimedJob job = job("task");
		this.ahead.ended(List
			.of(new AttemptResult(job, null, null, true, Outcome.end(job, JobStatus.FAILED, null), null, SHORT)));
		assertThat(more()).isZero();
	}

	private int more() {
		return this.ahead.more(List.of(job("task")));
	}

	private void ended(Duration execution, int jobs) {
		this.ahead.ended(Collections.nCopies(jobs, settled(execution)));
	}

	private static AttemptResult settled(Duration execution) {
		return settled(job("task"), execution);
	}

	private static AttemptResult settled(ClaimedJob job, Duration execution) {
		return new AttemptResult(job, null, null, true, Outcome.success(job, null), null, execution);
	}

	private static ClaimedJob job(String task) {
		return job(task, "1");
	}

	private static ClaimedJob job(String task, String payload) {
		return new ClaimedJob(JobId.of("q-1"), "q", JobDetails.of(task, payload), 1, 0, 0, 0, Instant.EPOCH,
				Instant.EPOCH, Instant.EPOCH, null, List.of());
	}

}
