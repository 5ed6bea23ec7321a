package io.jobqueue.store.contract;

import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimResult.IdleHints;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class ClaimContract extends StoreContract {

	@Test
	void emptyQueueGivesNothing() {
		assertThat(claim(WORKER, 5, LONG).jobs()).isEmpty();
		assertThat(claim(WORKER, 5, LONG).paused()).isFalse();
	}

	@Test
	void firstInIsFirstOut() {
		List<JobId> ids = insert(5);
		assertThat(claimIds(2)).isEqualTo(ids.subList(0, 2));
		assertThat(claimIds(9)).isEqualTo(ids.subList(2, 5));
	}

	@Test
	void firstInIsFirstOutOverSeveralInserts() {
		List<JobId> ids = List.of(insert(), insert(), insert());
		assertThat(claimIds(3)).isEqualTo(ids);
	}

	@Test
	void firstInIsFirstOutWhateverTheIds() {
		NewJob lowerId = job().build();
		JobId first = insert();
		await().until(() -> !info(insert(job().delay(LONG))).createdAt().equals(info(first).createdAt()));
		this.store.intake().insert(List.of(lowerId));
		assertThat(claimIds(2)).containsExactly(first, lowerId.id());
	}

	@Test
	void higherPriorityGoesFirst() {
		JobId low = insert(job().priority(-100));
		JobId normal = insert();
		JobId high = insert(job().priority(100));
		JobId higherThanNormal = insert(job().priority(1));
		assertThat(claimIds(4)).containsExactly(high, higherThanNormal, normal, low);
	}

	@Test
	void insideAPriorityFirstInIsFirstOut() {
		JobId first = insert(job().priority(5));
		insert();
		JobId second = insert(job().priority(5));
		assertThat(claimIds(2)).containsExactly(first, second);
	}

	@Test
	void claimTakesNoMoreThanAskedFor() {
		insert(5);
		assertThat(claim(3)).hasSize(3);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(2);
		assertThat(size(JobStatus.STARTED)).isEqualTo(3);
	}

	@Test
	void claimSkipsJobsHeldByOthers() {
		List<JobId> ids = insert(2);
		claim(1);
		assertThat(claim(OTHER_WORKER, 5, LONG).jobs()).extracting(ClaimedJob::id).containsExactly(ids.get(1));
	}

	@Test
	void claimLeavesOtherQueuesAlone() {
		insert(JobSpec.in(OTHER_QUEUE));
		assertThat(claim(5)).isEmpty();
	}

	@Test
	void claimsLargerThanABatchAreFilled() {
		List<JobId> ids = insert(400);
		assertThat(claimIds(350)).isEqualTo(ids.subList(0, 350));
		assertThat(claimIds(350)).isEqualTo(ids.subList(350, 400));
	}

	@Test
	void claimedJobTellsOfItsFirstAttempt() {
		JobId id = insert(job().maxRetries(2).priority(3));
		ClaimedJob job = claim();
		assertThat(job.id()).isEqualTo(id);
		assertThat(job.queue()).isEqualTo(QUEUE);
		assertThat(List.of(job.attempt(), job.delivery(), job.retries(), job.lostDeliveries(), job.priority()))
			.isEqualTo(List.of(1, 1, 0, 0, 3));
		assertThat(job.maxRetries()).isEqualTo(2);
		assertThat(job.unknownSince()).isNull();
		assertThat(job.startedAt()).isAfterOrEqualTo(job.createdAt()).isAfterOrEqualTo(job.dueAt());
	}

	@Test
	void claimedJobIsStartedByItsWorker() {
		ClaimedJob job = insertAndClaim();
		JobInfo info = info(job.id());
		assertThat(info.status()).isEqualTo(JobStatus.STARTED);
		assertThat(info.worker()).isEqualTo(WORKER);
		assertThat(List.of(info.attempts(), info.delivery())).isEqualTo(List.of(1, 1));
		assertThat(info.startedAt()).isEqualTo(job.startedAt());
		assertThat(info.endedAt()).isNull();
	}

	@Test
	void eachClaimCountsADelivery() {
		finish(Outcome.retry(insertAndClaim(), java.time.Duration.ZERO, ERROR));
		ClaimedJob second = claim();
		assertThat(List.of(second.delivery(), second.retries(), second.attempt())).isEqualTo(List.of(2, 1, 2));
		finish(Outcome.interrupted(second));
		assertThat(List.of(claim().delivery(), info(second.id()).attempts())).isEqualTo(List.of(3, 2));
	}

	@Test
	void interruptedJobsGoBeforeHigherPriorities() {
		ClaimedJob interrupted = insertAndClaim();
		insert(job().priority(100));
		finish(Outcome.interrupted(interrupted));
		assertThat(claim().id()).isEqualTo(interrupted.id());
	}

	@Test
	void interruptedJobsKeepTheirOrder() {
		List<JobId> ids = insert(3);
		List<Outcome> outcomes = claim(3).stream().map(Outcome::interrupted).toList();
		insert();
		this.store.feed().finish(QUEUE, WORKER, outcomes);
		assertThat(claimIds(3)).isEqualTo(ids);
	}

	@Test
	void claimThatFindsLessSaysHowManyJobsTheWorkerRuns() {
		insert(3);
		claim(OTHER_WORKER, 1, LONG);
		assertThat(claim(WORKER, 1, LONG).idleHints()).isNull();
		assertThat(claim(WORKER, 5, LONG).idleHints()).isIn(null, new IdleHints(2, false));
		assertThat(claim(WORKER, 5, LONG).idleHints()).isEqualTo(new IdleHints(2, false));
		assertThat(claim(OTHER_WORKER, 5, LONG).idleHints()).isEqualTo(new IdleHints(1, false));
	}

	@Test
	void claimTellsOfAWorkerWhoseLeaseRanOut() {
		insert();
		claim(OTHER_WORKER, 1, SHORT);
		await().until(() -> claim(WORKER, 1, LONG).idleHints().needsMaintenance());
		this.store.actions().pause(QUEUE);
		assertThat(claim(WORKER, 1, LONG).idleHints()).isEqualTo(new IdleHints(0, true));
		awaitReclaim(5, 1);
		assertThat(claim(WORKER, 1, LONG).idleHints()).isEqualTo(new IdleHints(0, false));
	}

}
