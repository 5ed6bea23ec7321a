package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

abstract class FinishContract extends StoreContract {

	@Test
	void successKeepsTheResult() {
		ClaimedJob job = insertAndClaim();
		assertThat(finish(Outcome.success(job, "{\"é\":1}"))).isEqualTo(FinishResult.APPLIED);
		JobInfo info = info(job.id());
		assertThat(info.status()).isEqualTo(JobStatus.SUCCESS);
		assertThat(info.result()).isEqualTo("{\"é\":1}");
		assertThat(info.progress()).isEqualTo(1.0);
		assertThat(info.endedAt()).isAfterOrEqualTo(info.startedAt());
		assertThat(info.dueAt()).isNull();
		assertThat(info.worker()).isEqualTo(WORKER);
	}

	@Test
	void successMayHaveNoResult() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.success(job, null));
		assertThat(info(job.id()).result()).isNull();
	}

	@Test
	void largeResultsAreKept() {
		ClaimedJob job = insertAndClaim();
		String result = "\"" + "x".repeat(100_000) + "\"";
		finish(Outcome.success(job, result));
		assertThat(info(job.id()).result()).isEqualTo(result);
	}

	@ParameterizedTest
	@EnumSource(names = { "FAILED", "MAX_RETRIES", "TIMEOUT", "ABORTED" })
	void otherEndsKeepTheError(JobStatus status) {
		JobInfo info = info(ended(status));
		assertThat(info.status()).isEqualTo(status);
		assertThat(info.error()).isEqualTo(ERROR);
		assertThat(info.result()).isNull();
		assertThat(info.endedAt()).isNotNull();
		assertThat(claim(5)).isEmpty();
	}

	@Test
	void endLeavesAHistoryEntry() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.end(job, JobStatus.FAILED, ERROR));
		JobInfo info = info(job.id());
		assertThat(info.history()).containsExactly(new JobAttempt(1, WORKER, job.startedAt(), info.endedAt(),
				JobStatus.FAILED, "java.lang.IllegalStateException: Bäd"));
	}

	@Test
	void retryWithoutDelayGoesToTheTail() {
		List<JobId> ids = insert(3);
		assertThat(finish(Outcome.retry(claim(), Duration.ZERO, ERROR))).isEqualTo(FinishResult.APPLIED);
		assertThat(status(ids.get(0))).isEqualTo(JobStatus.QUEUED);
		assertThat(claimIds(3)).containsExactly(ids.get(1), ids.get(2), ids.get(0));
	}

	@Test
	void retryUsesOneRetryAndKeepsTheError() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.retry(job, LONG, ERROR));
		JobInfo info = info(job.id());
		assertThat(info.status()).isEqualTo(JobStatus.RETRY);
		assertThat(info.attempts()).isEqualTo(1);
		assertThat(info.error()).isEqualTo(ERROR);
		assertThat(info.history()).extracting(JobAttempt::outcome).containsExactly(JobStatus.RETRY);
		assertThat(info.dueAt()).isAfter(info.startedAt());
		assertThat(claim(5)).isEmpty();
	}

	@Test
	void maxRetriesOfARetryStayForTheNextAttempts() {
		insert(job().maxRetries(1));
		finish(Outcome.retry(claim(), Duration.ZERO, null).withMaxRetries(9));
		ClaimedJob second = claim();
		assertThat(second.maxRetries()).isEqualTo(9);
		finish(Outcome.retry(second, Duration.ZERO, null));
		assertThat(claim().maxRetries()).isEqualTo(9);
	}

	@Test
	void interruptUsesNoRetryButLeavesAHistoryEntry() {
		ClaimedJob job = insertAndClaim();
		assertThat(finish(Outcome.interrupted(job))).isEqualTo(FinishResult.APPLIED);
		assertThat(status(job.id())).isEqualTo(JobStatus.INTERRUPTED);
		assertThat(info(job.id()).history()).extracting(JobAttempt::outcome).containsExactly(JobStatus.INTERRUPTED);
		assertThat(claim().attempt()).isEqualTo(1);
	}

	@Test
	void givenBackJobIsWhereItWasAsIfNotClaimed() {
		List<JobId> ids = insert(3);
		ClaimedJob job = claim();
		assertThat(finish(Outcome.release(job.id(), job.delivery()))).isEqualTo(FinishResult.APPLIED);
		JobInfo info = info(job.id());
		assertThat(info.status()).isEqualTo(JobStatus.QUEUED);
		assertThat(info.attempts()).isZero();
		assertThat(info.dueAt()).isEqualTo(job.dueAt());
		assertThat(info.history()).isEmpty();
		assertThat(claimIds(3)).isEqualTo(ids);
	}

	@Test
	void givenBackJobsKeepTheirOrder() {
		List<JobId> ids = insert(4);
		List<Outcome> outcomes = new ArrayList<>(
				claim(3).stream().map((job) -> Outcome.release(job.id(), job.delivery())).toList());
		java.util.Collections.reverse(outcomes);
		this.store.feed().finish(QUEUE, WORKER, outcomes);
		assertThat(claimIds(4)).isEqualTo(ids);
	}

	@Test
	void givenBackJobKeepsItsPriority() {
		JobId high = insert(job().priority(50));
		insert();
		ClaimedJob job = claim();
		finish(Outcome.release(job.id(), job.delivery()));
		insert(job().priority(20));
		assertThat(claim().id()).isEqualTo(high);
	}

	@Test
	void unknownTaskWaitsWithoutARetryOrAHistoryEntry() {
		ClaimedJob job = insertAndClaim();
		assertThat(finish(Outcome.unknownTask(job, LONG))).isEqualTo(FinishResult.APPLIED);
		JobInfo info = info(job.id());
		assertThat(info.status()).isEqualTo(JobStatus.RETRY);
		assertThat(info.attempts()).isZero();
		assertThat(info.history()).isEmpty();
	}

	@Test
	void interruptedAttemptShowsThatTheTaskIsKnown() {
		finish(Outcome.unknownTask(insertAndClaim(), Duration.ZERO));
		finish(Outcome.interrupted(awaitClaim()));
		assertThat(claim().unknownSince()).isNull();
	}

	@Test
	void lostAttemptShowsThatTheTaskIsKnown() {
		finish(Outcome.unknownTask(insertAndClaim(), Duration.ZERO));
		finish(Outcome.lost(awaitClaim()));
		ClaimedJob job = claim();
		assertThat(job.unknownSince()).isNull();
		finish(Outcome.unknownTask(job, Duration.ZERO));
		await().until(() -> !claim(WORKER, 1, Duration.ofMillis(50)).jobs().isEmpty());
		awaitReclaim(100, 1);
		assertThat(claim().unknownSince()).isNull();
	}

	@Test
	void jobThatIsGivenBackKeepsSinceWhenItsTaskIsUnknown() {
		finish(Outcome.unknownTask(insertAndClaim(), Duration.ZERO));
		ClaimedJob job = awaitClaim();
		finish(Outcome.release(job.id(), job.delivery()));
		assertThat(claim().unknownSince()).isEqualTo(job.unknownSince());
	}

	@Test
	void unknownTaskRemembersSinceWhen() {
		finish(Outcome.unknownTask(insertAndClaim(), Duration.ofMillis(20)));
		ClaimedJob second = awaitClaim();
		assertThat(second.unknownSince()).isBetween(second.createdAt(), second.startedAt());
		assertThat(second.attempt()).isEqualTo(1);
		finish(Outcome.unknownTask(second, Duration.ofMillis(20)));
		assertThat(awaitClaim().unknownSince()).isEqualTo(second.unknownSince());
	}

	@Test
	void unknownSinceEndsWithARealAttempt() {
		finish(Outcome.unknownTask(insertAndClaim(), Duration.ofMillis(20)));
		finish(Outcome.retry(awaitClaim(), Duration.ZERO, ERROR));
		assertThat(claim().unknownSince()).isNull();
	}

	@Test
	void historyKeepsTheNewestTwenty() {
		JobId id = insert();
		for (int i = 0; i < 24; i++) {
			finish(Outcome.retry(claim(), Duration.ZERO, null));
		}
		finish(Outcome.success(claim(), null));
		List<JobAttempt> history = info(id).history();
		assertThat(history).hasSize(20);
		assertThat(history.get(0).number()).isEqualTo(6);
		assertThat(history.get(19)).extracting(JobAttempt::number, JobAttempt::outcome)
			.containsExactly(25, JobStatus.SUCCESS);
		assertThat(info(id).attempts()).isEqualTo(25);
	}

	@Test
	void largeBatchesAreFinished() {
		insert(500);
		List<Outcome> outcomes = claim(500).stream().map((job) -> Outcome.success(job, "1")).toList();
		assertThat(this.store.feed().finish(QUEUE, WORKER, outcomes)).hasSize(500).containsOnly(FinishResult.APPLIED);
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(500);
		assertThat(size(JobStatus.STARTED)).isZero();
	}

	@Test
	void emptyBatchIsNothing() {
		assertThat(this.store.feed().finish(QUEUE, WORKER, List.of())).isEmpty();
	}

	@Test
	void successLeavesEarlierErrorsToTheHistory() {
		JobId id = insert();
		finish(Outcome.retry(claim(), Duration.ZERO, ERROR));
		assertThat(info(id).error()).isEqualTo(ERROR);
		finish(Outcome.success(claim(), null));
		assertThat(info(id).error()).isNull();
		assertThat(info(id).history()).extracting(JobAttempt::error)
			.containsExactly("java.lang.IllegalStateException: Bäd", null);
	}

	@Test
	void givenBackInterruptedJobIsInterruptedAgain() {
		JobId id = insert();
		finish(Outcome.interrupted(claim()));
		insert(job().priority(100));
		ClaimedJob job = claim();
		finish(Outcome.release(id, job.delivery()));
		assertThat(status(id)).isEqualTo(JobStatus.INTERRUPTED);
		assertThat(claim().id()).isEqualTo(id);
	}

	@Test
	void interruptedJobIsDueSinceBefore() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.interrupted(job));
		assertThat(info(job.id()).dueAt()).isEqualTo(job.dueAt());
		assertThat(claim().dueAt()).isEqualTo(job.dueAt());
	}

}
