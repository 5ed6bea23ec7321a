package io.jobqueue.store.contract;

import java.util.List;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class RequeueAndDeleteContract extends StoreContract {

	@ParameterizedTest
	@EnumSource(names = { "SUCCESS", "FAILED", "MAX_RETRIES", "TIMEOUT", "ABORTED", "CANCELLED" })
	void endedJobIsRequeuedAsNew(JobStatus status) {
		JobId id = ended(status);
		assertThat(this.store.actions().requeue(id)).isEqualTo(status);
		JobInfo info = info(id);
		assertThat(info.status()).isEqualTo(JobStatus.QUEUED);
		assertThat(info).extracting(JobInfo::result, JobInfo::error, JobInfo::endedAt).containsOnlyNulls();
		assertThat(info.attempts()).isZero();
		assertThat(info.dueAt()).isNotNull();
		assertThat(size(status)).isZero();
	}

	@Test
	void requeueKeepsHistoryAndDelivery() {
		JobId id = ended(JobStatus.FAILED);
		this.store.actions().requeue(id);
		assertThat(info(id).history()).extracting(JobAttempt::outcome).containsExactly(JobStatus.FAILED);
		ClaimedJob again = claim();
		assertThat(List.of(again.attempt(), again.delivery(), again.retries(), again.lostDeliveries()))
			.isEqualTo(List.of(1, 2, 0, 0));
	}

	@Test
	void requeueResetsRetriesAndUnknownSince() {
		insert();
		finish(Outcome.retry(claim(), java.time.Duration.ZERO, ERROR));
		finish(Outcome.unknownTask(claim(), java.time.Duration.ofMillis(20)));
		ClaimedJob job = awaitClaim();
		finish(Outcome.end(job, JobStatus.FAILED, ERROR));
		this.store.actions().requeue(job.id());
		ClaimedJob again = claim();
		assertThat(again.retries()).isZero();
		assertThat(again.unknownSince()).isNull();
	}

	@Test
	void requeuedJobGoesToTheTail() {
		JobId id = ended(JobStatus.FAILED);
		JobId waiting = insert();
		this.store.actions().requeue(id);
		assertThat(claimIds(2)).containsExactly(waiting, id);
	}

	@Test
	void cancelledWhileWaitingIsRequeued() {
		JobId id = insert(job().delay(LONG));
		this.store.actions().cancel(id);
		assertThat(this.store.actions().requeue(id)).isEqualTo(JobStatus.CANCELLED);
		assertThat(claim().id()).isEqualTo(id);
	}

	@Test
	void waitingAndRunningJobsAreNotRequeued() {
		ClaimedJob running = insertAndClaim();
		JobId waiting = insert();
		assertThat(this.store.actions().requeue(running.id())).isEqualTo(JobStatus.STARTED);
		assertThat(this.store.actions().requeue(waiting)).isEqualTo(JobStatus.QUEUED);
		assertThat(status(running.id())).isEqualTo(JobStatus.STARTED);
		assertThat(claimIds(5)).containsExactly(waiting);
	}

	@Test
	void unknownJobIsNeitherRequeuedNorDeleted() {
		JobId unknown = job().build().id();
		assertThat(this.store.actions().requeue(unknown)).isNull();
		assertThat(this.store.actions().delete(unknown)).isNull();
		assertThat(this.store.actions().delete(JobId.of("no such form"))).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "SUCCESS", "FAILED", "MAX_RETRIES", "TIMEOUT", "ABORTED", "CANCELLED" })
	void endedJobIsDeleted(JobStatus status) {
		deletes(ended(status), status);
		assertThat(this.store.queries().failures()).isEmpty();
	}

	@Test
	void waitingJobsAreDeleted() {
		deletes(insert(), JobStatus.QUEUED);
		deletes(insert(job().delay(LONG)), JobStatus.SCHEDULED);
		ClaimedJob retried = insertAndClaim();
		finish(Outcome.retry(retried, LONG, ERROR));
		deletes(retried.id(), JobStatus.RETRY);
		ClaimedJob interrupted = insertAndClaim();
		finish(Outcome.interrupted(interrupted));
		deletes(interrupted.id(), JobStatus.INTERRUPTED);
		assertThat(claim(5)).isEmpty();
	}

	@Test
	void runningJobIsNotDeleted() {
		ClaimedJob job = insertAndClaim();
		assertThat(this.store.actions().delete(job.id())).isEqualTo(JobStatus.STARTED);
		assertThat(status(job.id())).isEqualTo(JobStatus.STARTED);
	}

	@Test
	void deletedJobMayBeInsertedAnew() {
		NewJob job = job().build();
		this.store.intake().insert(List.of(job));
		finish(Outcome.end(claim(), JobStatus.FAILED, ERROR));
		this.store.actions().delete(job.id());
		assertThat(this.store.intake().insert(List.of(job))).containsExactly(InsertResult.INSERTED);
		assertThat(info(job.id()).history()).isEmpty();
		assertThat(claim().delivery()).isEqualTo(1);
	}

	private void deletes(JobId id, JobStatus before) {
		assertThat(this.store.actions().delete(id)).isEqualTo(before);
		assertThat(this.store.queries().find(List.of(id))).isEmpty();
		assertThat(new JobSearch(this.store.queries()).search(JobQuery.all()).jobs()).isEmpty();
		assertThat(size(before)).isZero();
	}

}
