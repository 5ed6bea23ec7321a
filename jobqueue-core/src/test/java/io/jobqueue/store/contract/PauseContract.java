package io.jobqueue.store.contract;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class PauseContract extends StoreContract {

	@Test
	void pausedQueueGivesNothing() {
		insert();
		insert(job().delay(LONG));
		this.store.actions().pause(QUEUE);
		ClaimResult result = claim(WORKER, 5, LONG);
		assertThat(result.jobs()).isEmpty();
		assertThat(result.paused()).isTrue();
		assertThat(result.nextDue()).isNull();
	}

	@Test
	void resumedQueueGivesAgain() {
		this.store.actions().pause(QUEUE);
		JobId id = insert();
		this.store.actions().resume(QUEUE);
		ClaimResult result = claim(WORKER, 5, LONG);
		assertThat(result.jobs()).extracting(ClaimedJob::id).containsExactly(id);
		assertThat(result.paused()).isFalse();
	}

	@Test
	void pauseIsOfOneQueue() {
		this.store.actions().pause(OTHER_QUEUE);
		insert();
		insert(JobSpec.in(OTHER_QUEUE));
		assertThat(claim(5)).hasSize(1);
		assertThat(this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 5, LONG)).jobs()).isEmpty();
	}

	@Test
	void pauseAndResumeMayBeRepeated() {
		this.store.actions().pause(QUEUE);
		this.store.actions().pause(QUEUE);
		assertThat(this.store.queries().queue(QUEUE).paused()).isTrue();
		this.store.actions().resume(QUEUE);
		this.store.actions().resume(QUEUE);
		assertThat(this.store.queries().queue(QUEUE).paused()).isFalse();
	}

	@Test
	void runningJobsOfAPausedQueueGoOn() {
		ClaimedJob job = insertAndClaim();
		this.store.actions().pause(QUEUE);
		assertThat(finish(Outcome.success(job, null))).isEqualTo(FinishResult.APPLIED);
		assertThat(status(job.id())).isEqualTo(JobStatus.SUCCESS);
	}

}
