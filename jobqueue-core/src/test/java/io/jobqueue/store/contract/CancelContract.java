package io.jobqueue.store.contract;

import java.util.Map;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class CancelContract extends StoreContract {

	@Test
	void queuedJobIsCancelledAndNeverClaimed() {
		cancels(insert(), JobStatus.QUEUED);
		assertThat(claim(5)).isEmpty();
	}

	@Test
	void scheduledJobIsCancelled() {
		cancels(insert(job().delay(LONG)), JobStatus.SCHEDULED);
		assertThat(claim(WORKER, 1, LONG).nextDue()).isNull();
	}

	@Test
	void jobThatWaitsForItsRetryIsCancelled() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.retry(job, LONG, ERROR));
		cancels(job.id(), JobStatus.RETRY);
		assertThat(claim(WORKER, 1, LONG).nextDue()).isNull();
	}

	@Test
	void interruptedJobIsCancelled() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.interrupted(job));
		cancels(job.id(), JobStatus.INTERRUPTED);
		assertThat(claim(5)).isEmpty();
	}

	@Test
	void runningJobIsCancelledWithAHistoryEntry() {
		ClaimedJob job = insertAndClaim();
		cancels(job.id(), JobStatus.STARTED);
		JobInfo info = info(job.id());
		assertThat(info.history()).extracting(JobAttempt::outcome).containsExactly(JobStatus.CANCELLED);
		assertThat(renew(WORKER, LONG, Map.of(job.id(), 1)).lost()).containsExactly(job.id());
	}

	@Test
	void cancelledJobIsNotTakenBack() {
		JobId cancelled = insert();
		claim(WORKER, 1, SHORT);
		this.store.actions().cancel(cancelled);
		insert();
		claim(WORKER, 1, SHORT);
		assertThat(awaitReclaim(5, 1).total()).isEqualTo(1);
		assertThat(status(cancelled)).isEqualTo(JobStatus.CANCELLED);
	}

	@ParameterizedTest
	@EnumSource(names = { "SUCCESS", "FAILED", "MAX_RETRIES", "TIMEOUT", "ABORTED" })
	void endedJobStaysAsItIs(JobStatus status) {
		JobInfo before = info(ended(status));
		assertThat(this.store.actions().cancel(before.id())).isEqualTo(status);
		assertThat(info(before.id())).isEqualTo(before);
	}

	@Test
	void secondCancelSeesTheFirst() {
		JobId id = insert();
		this.store.actions().cancel(id);
		assertThat(this.store.actions().cancel(id)).isEqualTo(JobStatus.CANCELLED);
	}

	@Test
	void unknownJobIsNotCancelled() {
		assertThat(this.store.actions().cancel(job().build().id())).isNull();
		assertThat(this.store.actions().cancel(JobId.of("no such form"))).isNull();
	}

	private void cancels(JobId id, JobStatus before) {
		assertThat(this.store.actions().cancel(id)).isEqualTo(before);
		JobInfo info = info(id);
		assertThat(info.status()).isEqualTo(JobStatus.CANCELLED);
		assertThat(info.endedAt()).isNotNull();
		assertThat(info.dueAt()).isNull();
		assertThat(size(before)).isZero();
		assertThat(size(JobStatus.CANCELLED)).isEqualTo(1);
	}

}
