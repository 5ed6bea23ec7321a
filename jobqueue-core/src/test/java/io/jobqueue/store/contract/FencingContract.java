package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobError;
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
 * A worker changes only what is its own, and once.
 */
abstract class FencingContract extends StoreContract {

	private static final JobError ON_FAILURE_ERROR = new JobError("java.io.IOException", null, "at c.D");

	@ParameterizedTest
	@EnumSource
	void repeatedFinishIsAlreadyApplied(Outcome.Kind kind) {
		ClaimedJob job = insertAndClaim();
		Outcome outcome = outcome(job, kind);
		assertThat(finish(outcome)).isEqualTo(FinishResult.APPLIED);
		JobInfo before = info(job.id());
		assertThat(finish(outcome)).isEqualTo(FinishResult.ALREADY_APPLIED);
		assertThat(info(job.id())).isEqualTo(before);
	}

	@ParameterizedTest
	@EnumSource
	void otherWorkerIsStale(Outcome.Kind kind) {
		ClaimedJob job = insertAndClaim();
		assertThat(finish(OTHER_WORKER, outcome(job, kind))).isEqualTo(FinishResult.STALE);
		assertThat(status(job.id())).isEqualTo(JobStatus.STARTED);
		assertThat(finish(outcome(job, kind))).isEqualTo(FinishResult.APPLIED);
	}

	@ParameterizedTest
	@EnumSource
	void finishAfterCancelIsStale(Outcome.Kind kind) {
		ClaimedJob job = insertAndClaim();
		this.store.actions().cancel(job.id());
		assertThat(finish(outcome(job, kind))).isEqualTo(FinishResult.STALE);
		assertThat(status(job.id())).isEqualTo(JobStatus.CANCELLED);
	}

	@ParameterizedTest
	@EnumSource
	void finishAfterReclaimIsStale(Outcome.Kind kind) {
		insert();
		ClaimedJob job = lose();
		assertThat(finish(outcome(job, kind))).isEqualTo(FinishResult.STALE);
		assertThat(status(job.id())).isEqualTo(JobStatus.QUEUED);
	}

	@ParameterizedTest
	@EnumSource
	void earlierDeliveryIsStaleEvenForTheSameWorker(Outcome.Kind kind) {
		insert();
		ClaimedJob first = lose();
		ClaimedJob second = claim();
		assertThat(finish(outcome(first, kind))).isEqualTo(FinishResult.STALE);
		assertThat(status(first.id())).isEqualTo(JobStatus.STARTED);
		assertThat(finish(outcome(second, kind))).isEqualTo(FinishResult.APPLIED);
	}

	@Test
	void earlierFinishDoesNotTouchTheNextAttempt() {
		ClaimedJob first = insertAndClaim();
		Outcome retry = Outcome.retry(first, Duration.ZERO, ERROR);
		finish(retry);
		ClaimedJob second = claim();
		assertThat(finish(retry)).isNotEqualTo(FinishResult.APPLIED);
		assertThat(status(first.id())).isEqualTo(JobStatus.STARTED);
		assertThat(finish(Outcome.success(second, null))).isEqualTo(FinishResult.APPLIED);
	}

	@Test
	void otherOutcomeOfAFinishedAttemptChangesNothing() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.success(job, "1"));
		assertThat(finish(Outcome.end(job, JobStatus.FAILED, ERROR))).isNotEqualTo(FinishResult.APPLIED);
		assertThat(status(job.id())).isEqualTo(JobStatus.SUCCESS);
	}

	@Test
	void unclaimedDeletedAndUnknownJobsAreStale() {
		JobId waiting = insert();
		JobId deleted = insert();
		this.store.actions().delete(deleted);
		List<Outcome> outcomes = List.of(Outcome.release(waiting, 1), Outcome.release(waiting, 0),
				Outcome.release(deleted, 1), Outcome.release(job().build().id(), 1),
				Outcome.release(JobId.of("no such form"), 1));
		assertThat(this.store.feed().finish(QUEUE, WORKER, outcomes)).hasSize(5).containsOnly(FinishResult.STALE);
		assertThat(status(waiting)).isEqualTo(JobStatus.QUEUED);
	}

	@Test
	void staleOutcomeDoesNotHarmTheOthersOfItsBatch() {
		insert(3);
		List<ClaimedJob> jobs = claim(3);
		this.store.actions().cancel(jobs.get(1).id());
		List<Outcome> outcomes = jobs.stream().map((job) -> Outcome.success(job, null)).toList();
		assertThat(this.store.feed().finish(QUEUE, WORKER, outcomes)).containsExactly(FinishResult.APPLIED,
				FinishResult.STALE, FinishResult.APPLIED);
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(2);
	}

	@Test
	void sameOutcomeTwiceInABatchIsAppliedOnce() {
		Outcome outcome = Outcome.retry(insertAndClaim(), Duration.ZERO, null);
		assertThat(this.store.feed().finish(QUEUE, WORKER, List.of(outcome, outcome)))
			.containsExactly(FinishResult.APPLIED, FinishResult.ALREADY_APPLIED);
		assertThat(claim().retries()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void otherQueueIsStale(Outcome.Kind kind) {
		ClaimedJob job = insertAndClaim();
		insert(JobSpec.in(OTHER_QUEUE));
		assertThat(this.store.feed().finish(OTHER_QUEUE, WORKER, List.of(outcome(job, kind))))
			.containsExactly(FinishResult.STALE);
		assertThat(status(job.id())).isEqualTo(JobStatus.STARTED);
	}

	@ParameterizedTest
	@EnumSource
	void laterDeliveryIsStale(Outcome.Kind kind) {
		ClaimedJob job = insertAndClaim();
		Outcome real = outcome(job, kind);
		Outcome invented = new Outcome(job.id(), 2, kind, real.status(), real.delay(), null, null, null, null, true,
				null);
		assertThat(finish(invented)).isEqualTo(FinishResult.STALE);
		assertThat(finish(real)).isEqualTo(FinishResult.APPLIED);
	}

	@Test
	void whatOnFailureThrewIsKeptBesideTheError() {
		JobId id = ended(JobStatus.FAILED);
		assertThat(keep(id, 1)).isTrue();
		assertThat(keep(id, 1)).isTrue();
		assertThat(info(id)).extracting(JobInfo::status, JobInfo::error, JobInfo::onFailureError)
			.containsExactly(JobStatus.FAILED, ERROR, ON_FAILURE_ERROR);
		assertThat(this.store.queries().failures()).singleElement()
			.matches((group) -> group.errorType().equals(ERROR.type()) && group.count() == 1);
	}

	@Test
	void whatOnFailureOfAPoisonJobThrewIsKept() {
		JobId id = insert();
		claim(WORKER, 1, SHORT);
		awaitReclaim(1, 1);
		assertThat(keep(id, 1)).isTrue();
		assertThat(info(id).onFailureError()).isEqualTo(ON_FAILURE_ERROR);
	}

	@Test
	void whatOnFailureThrewIsKeptWithADeadLetterThatHasNoError() {
		insert();
		ClaimedJob job = claim();
		finish(Outcome.end(job, JobStatus.TIMEOUT, null));
		assertThat(keep(job.id(), 1)).isTrue();
		assertThat(info(job.id())).extracting(JobInfo::error, JobInfo::onFailureError)
			.containsExactly(null, ON_FAILURE_ERROR);
	}

	@ParameterizedTest
	@EnumSource(names = { "SUCCESS", "ABORTED", "CANCELLED" })
	void nothingIsKeptOfAnOnFailureThatIsNotCalled(JobStatus status) {
		JobId id = ended(status);
		assertThat(keep(id, 1)).isFalse();
		assertThat(info(id).onFailureError()).isNull();
	}

	@Test
	void onFailureOfAnEarlierEndChangesNothing() {
		JobId id = ended(JobStatus.FAILED);
		keep(id, 1);
		this.store.actions().requeue(id);
		assertThat(keep(id, 1)).isFalse();
		assertThat(info(id).onFailureError()).isNull();
		finish(Outcome.end(awaitClaim(), JobStatus.FAILED, ERROR));
		assertThat(keep(id, 1)).isFalse();
		assertThat(info(id).onFailureError()).isNull();
		assertThat(keep(id, 2)).isTrue();
	}

	@Test
	void onFailureOfAnUnknownJobOrQueueChangesNothing() {
		JobId id = ended(JobStatus.FAILED);
		assertThat(this.store.feed().storeOnFailureError(OTHER_QUEUE, id, 1, ON_FAILURE_ERROR)).isFalse();
		this.store.actions().delete(id);
		assertThat(keep(id, 1)).isFalse();
		assertThat(this.store.queries().find(List.of(id))).isEmpty();
		assertThat(this.store.queries().failures()).isEmpty();
	}

	private boolean keep(JobId id, int delivery) {
		return this.store.feed().storeOnFailureError(QUEUE, id, delivery, ON_FAILURE_ERROR);
	}

	private static Outcome outcome(ClaimedJob job, Outcome.Kind kind) {
		return switch (kind) {
			case END -> Outcome.success(job, "1");
			case RETRY -> Outcome.retry(job, LONG, ERROR);
			case INTERRUPT -> Outcome.interrupted(job);
			case LOSS -> Outcome.lost(job);
			case RELEASE -> Outcome.release(job.id(), job.delivery());
			case UNKNOWN_TASK -> Outcome.unknownTask(job, LONG);
		};
	}

}
