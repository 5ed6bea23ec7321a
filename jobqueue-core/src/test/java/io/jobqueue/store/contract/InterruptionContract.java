package io.jobqueue.store.contract;

import java.time.Duration;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of attempts: interruptions in a row, and the retries that were used.
 */
abstract class InterruptionContract extends StoreContract {

	@Test
	void interruptionsAreCounted() {
		ClaimedJob job = insertAndClaim();
		assertThat(job.interruptions()).isZero();
		finish(Outcome.interrupted(job));
		finish(Outcome.interrupted(claim()));
		assertThat(claim().interruptions()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "RETRY", "INTERRUPT", "LOSS", "RELEASE", "UNKNOWN_TASK" })
	void outcomeOfAnAttemptEndsTheRowOfInterruptions(Outcome.Kind kind) {
		finish(Outcome.interrupted(insertAndClaim()));
		ClaimedJob job = claim();
		finish(switch (kind) {
			case RETRY -> Outcome.retry(job, Duration.ZERO, ERROR);
			case INTERRUPT -> Outcome.interrupted(job);
			case LOSS -> Outcome.lost(job);
			case RELEASE -> Outcome.release(job.id(), job.delivery());
			default -> Outcome.unknownTask(job, Duration.ZERO);
		});
		assertThat(awaitClaim().interruptions()).isEqualTo(switch (kind) {
			case RETRY -> 0;
			case INTERRUPT, LOSS -> 2;
			default -> 1;
		});
	}

	@Test
	void lostWorkerLeavesTheInterruptions() {
		finish(Outcome.interrupted(insertAndClaim()));
		lose();
		assertThat(claim().interruptions()).isEqualTo(1);
	}

	@Test
	void requeueForgetsTheInterruptions() {
		finish(Outcome.interrupted(insertAndClaim()));
		ClaimedJob job = claim();
		this.store.actions().cancel(job.id());
		this.store.actions().requeue(job.id());
		assertThat(claim().interruptions()).isZero();
	}

	@Test
	void lossOfAnInterruptionIsCountedAndQueuedByPriority() {
		JobId id = insert();
		lose();
		finish(Outcome.interrupted(claim()));
		ClaimedJob job = claim();
		assertThat(finish(Outcome.lost(job))).isEqualTo(FinishResult.APPLIED);
		assertThat(finish(Outcome.lost(job))).isEqualTo(FinishResult.ALREADY_APPLIED);
		JobInfo info = info(id);
		assertThat(info.status()).isEqualTo(JobStatus.QUEUED);
		assertThat(info.dueAt()).isEqualTo(job.dueAt());
		assertThat(info.history()).extracting(JobAttempt::outcome)
			.containsExactly(JobStatus.QUEUED, JobStatus.INTERRUPTED, JobStatus.INTERRUPTED);
		JobId high = insert(job().priority(1));
		assertThat(claim().id()).isEqualTo(high);
		ClaimedJob again = claim();
		assertThat(again.lostDeliveries()).isEqualTo(1);
		finish(Outcome.lost(again));
		assertThat(claim().lostDeliveries()).isEqualTo(2);
	}

	@Test
	void retriesUsedAreThoseThatLedToAnotherAttempt() {
		JobId id = insert();
		assertThat(info(id).retriesUsed()).isZero();
		finish(Outcome.retry(claim(), Duration.ZERO, ERROR));
		assertThat(info(id).retriesUsed()).isEqualTo(1);
		finish(Outcome.interrupted(claim()));
		lose();
		ClaimedJob job = claim();
		finish(Outcome.release(job.id(), job.delivery()));
		finish(Outcome.unknownTask(claim(), Duration.ZERO));
		finish(Outcome.lost(awaitClaim()));
		assertThat(info(id).retriesUsed()).isEqualTo(1);
		finish(Outcome.retry(claim(), Duration.ZERO, ERROR));
		ClaimedJob last = claim();
		assertThat(info(id).retriesUsed()).isEqualTo(2);
		finish(Outcome.end(last, JobStatus.MAX_RETRIES, ERROR));
		assertThat(info(id)).extracting(JobInfo::retriesUsed, JobInfo::attempts).containsExactly(2, 3);
		this.store.actions().requeue(id);
		assertThat(info(id).retriesUsed()).isZero();
	}

	@Test
	void retriesUsedStayWithAJobThatIsCancelledWhileItWaits() {
		JobId id = insert();
		finish(Outcome.retry(claim(), LONG, ERROR));
		this.store.actions().cancel(id);
		assertThat(info(id)).extracting(JobInfo::retriesUsed, JobInfo::attempts).containsExactly(1, 1);
	}

	@Test
	void retriesUsedOfAFirstSuccessAreNone() {
		assertThat(info(ended(JobStatus.SUCCESS)).retriesUsed()).isZero();
	}

}
