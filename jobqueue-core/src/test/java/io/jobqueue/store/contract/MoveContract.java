package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A retry may go on in another queue; the job keeps its id.
 */
abstract class MoveContract extends StoreContract {

	private static final String THIRD_QUEUE = "orders-3";

	@Test
	void movedJobIsClaimedFromTheOtherQueue() {
		ClaimedJob first = move();
		assertThat(claim(5)).isEmpty();
		ClaimedJob second = claimOther();
		assertThat(second.id()).isEqualTo(first.id());
		assertThat(List.of(second.queue(), second.attempt(), second.delivery())).isEqualTo(List.of(OTHER_QUEUE, 2, 2));
		assertThat(second.payload()).isEqualTo(first.payload());
		assertThat(second.headers()).isEqualTo(first.headers());
		assertThat(second.createdAt()).isEqualTo(first.createdAt());
	}

	@Test
	void movedJobIsFoundWithItsPast() {
		ClaimedJob job = move();
		JobInfo info = info(job.id());
		assertThat(info.queue()).isEqualTo(OTHER_QUEUE);
		assertThat(info.status()).isEqualTo(JobStatus.QUEUED);
		assertThat(info.error()).isEqualTo(ERROR);
		assertThat(info.history()).hasSize(1);
	}

	@Test
	void movedJobIsCountedOnce() {
		move();
		assertThat(this.store.queries().queue(QUEUE).size()).isZero();
		assertThat(this.store.queries().queue(OTHER_QUEUE).size(JobStatus.QUEUED)).isEqualTo(1);
		assertThat(new JobSearch(this.store.queries()).search(JobQuery.all()).jobs()).hasSize(1);
		assertThat(new JobSearch(this.store.queries()).search(JobQuery.all().inQueue(QUEUE)).jobs()).isEmpty();
	}

	@Test
	void repeatedMoveIsAlreadyApplied() {
		Outcome outcome = Outcome.retry(insertAndClaim(), Duration.ZERO, ERROR).withQueue(OTHER_QUEUE);
		assertThat(finish(outcome)).isEqualTo(FinishResult.APPLIED);
		assertThat(finish(outcome)).isEqualTo(FinishResult.ALREADY_APPLIED);
		assertThat(claimOther().retries()).isEqualTo(1);
	}

	@Test
	void repeatedMoveIsAlreadyAppliedWhereverTheJobCameFrom() {
		JobId id = move().id();
		Outcome on = Outcome.retry(claimOther(), Duration.ZERO, ERROR).withQueue(THIRD_QUEUE);
		assertThat(this.store.feed().finish(OTHER_QUEUE, WORKER, List.of(on))).containsExactly(FinishResult.APPLIED);
		assertThat(this.store.feed().finish(OTHER_QUEUE, WORKER, List.of(on)))
			.containsExactly(FinishResult.ALREADY_APPLIED);
		ClaimedJob third = this.store.feed().claim(new ClaimRequest(THIRD_QUEUE, OTHER_WORKER, 1, LONG)).jobs().get(0);
		assertThat(this.store.feed().finish(OTHER_QUEUE, WORKER, List.of(on)))
			.containsExactly(FinishResult.ALREADY_APPLIED);
		assertThat(this.store.feed().finish(OTHER_QUEUE, OTHER_WORKER, List.of(on)))
			.containsExactly(FinishResult.STALE);
		assertThat(third.retries()).isEqualTo(2);
		assertThat(info(id).queue()).isEqualTo(THIRD_QUEUE);
	}

	@Test
	void repeatedMoveIsStaleAfterTheJobWasDeleted() {
		Outcome outcome = Outcome.retry(insertAndClaim(), Duration.ZERO, ERROR).withQueue(OTHER_QUEUE);
		finish(outcome);
		this.store.actions().delete(outcome.id());
		assertThat(finish(outcome)).isEqualTo(FinishResult.STALE);
		assertThat(this.store.queries().find(List.of(outcome.id()))).isEmpty();
	}

	@Test
	void repeatedMoveIsAlreadyAppliedInAnExchange() {
		Outcome outcome = Outcome.retry(insertAndClaim(), Duration.ZERO, ERROR).withQueue(OTHER_QUEUE);
		ClaimRequest request = new ClaimRequest(QUEUE, WORKER, 1, LONG);
		assertThat(this.store.feed().exchange(request, List.of(outcome)).finished())
			.containsExactly(FinishResult.APPLIED);
		assertThat(this.store.feed().exchange(request, List.of(outcome)).finished())
			.containsExactly(FinishResult.ALREADY_APPLIED);
	}

	@Test
	void moveWithDelayWaitsInTheOtherQueue() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.retry(job, LONG, ERROR).withQueue(OTHER_QUEUE));
		assertThat(status(job.id())).isEqualTo(JobStatus.RETRY);
		assertThat(claim(WORKER, 1, LONG).nextDue()).isNull();
		assertThat(this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 1, LONG)).nextDue()).isNotNull();
	}

	@Test
	void moveToTheSameQueueIsARetry() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.retry(job, Duration.ZERO, null).withQueue(QUEUE));
		assertThat(claim().id()).isEqualTo(job.id());
	}

	@Test
	void movedJobIsFinishedInTheOtherQueue() {
		ClaimedJob job = move();
		ClaimedJob second = claimOther();
		assertThat(renewedLost(second.id())).isTrue();
		assertThat(this.store.feed().finish(OTHER_QUEUE, WORKER, List.of(Outcome.success(second, "2"))))
			.containsExactly(FinishResult.APPLIED);
		assertThat(info(job.id()).result()).isEqualTo("2");
		assertThat(this.store.queries().queue(OTHER_QUEUE).size(JobStatus.SUCCESS)).isEqualTo(1);
	}

	@Test
	void movedJobIsCancelledRequeuedAndDeletedByItsId() {
		JobId id = move().id();
		assertThat(this.store.actions().cancel(id)).isEqualTo(JobStatus.QUEUED);
		assertThat(this.store.actions().requeue(id)).isEqualTo(JobStatus.CANCELLED);
		assertThat(info(id).queue()).isEqualTo(OTHER_QUEUE);
		assertThat(this.store.actions().delete(id)).isEqualTo(JobStatus.QUEUED);
		assertThat(this.store.queries().find(List.of(id))).isEmpty();
		assertThat(this.store.actions().delete(id)).isNull();
	}

	@Test
	void movedJobMayComeBack() {
		JobId id = move().id();
		Outcome back = Outcome.retry(claimOther(), Duration.ZERO, null).withQueue(QUEUE);
		assertThat(this.store.feed().finish(OTHER_QUEUE, WORKER, List.of(back))).containsExactly(FinishResult.APPLIED);
		ClaimedJob third = claim();
		assertThat(third.id()).isEqualTo(id);
		assertThat(third.attempt()).isEqualTo(3);
		assertThat(info(id).history()).hasSize(2);
	}

	@Test
	void insertOfAMovedJobIsARepetition() {
		NewJob job = job().build();
		this.store.intake().insert(List.of(job));
		finish(Outcome.retry(claim(), Duration.ZERO, null).withQueue(OTHER_QUEUE));
		assertThat(this.store.intake().insert(List.of(job))).containsExactly(InsertResult.ALREADY_THERE);
		assertThat(claim(5)).isEmpty();
	}

	private ClaimedJob move() {
		insert(job().headers(Map.of("tenant", "acme")));
		ClaimedJob job = claim();
		assertThat(finish(Outcome.retry(job, Duration.ZERO, ERROR).withQueue(OTHER_QUEUE)))
			.isEqualTo(FinishResult.APPLIED);
		return job;
	}

	private ClaimedJob claimOther() {
		return this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 1, LONG)).jobs().get(0);
	}

	private boolean renewedLost(JobId id) {
		return renew(WORKER, LONG, Map.of(id, 1)).lost().contains(id);
	}

}
