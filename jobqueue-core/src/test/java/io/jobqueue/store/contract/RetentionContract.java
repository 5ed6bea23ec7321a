package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.maintenance.PruneBehind;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.JobFeed;
import io.jobqueue.store.JobMaintenance.Pruned;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.StatusRetention;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class RetentionContract extends StoreContract {

	@Test
	void nothingIsPrunedInsideTimeAndCount() {
		ended(JobStatus.SUCCESS);
		assertThat(prune(LONG, 1, 100)).isZero();
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(1);
	}

	@Test
	void oldJobsArePruned() {
		JobId id = ended(JobStatus.SUCCESS);
		await().until(() -> prune(SHORT, 100, 100) == 1);
		assertThat(this.store.queries().find(List.of(id))).isEmpty();
		assertThat(new JobSearch(this.store.queries()).search(JobQuery.all()).jobs()).isEmpty();
		assertThat(size(JobStatus.SUCCESS)).isZero();
	}

	@Test
	void moreThanTheCountArePrunedTheOldestFirst() {
		List<JobId> ids = IntStream.range(0, 4).mapToObj((i) -> ended(JobStatus.SUCCESS)).toList();
		assertThat(prune(LONG, 1, 100)).isEqualTo(3);
		assertThat(this.store.queries().find(ids)).containsOnlyKeys(ids.get(3));
	}

	@Test
	void pruneIsBounded() {
		IntStream.range(0, 5).forEach((i) -> ended(JobStatus.SUCCESS));
		assertThat(prune(LONG, 0, 2)).isEqualTo(2);
		assertThat(prune(LONG, 0, 100)).isEqualTo(3);
		assertThat(prune(LONG, 0, 100)).isZero();
	}

	@Test
	void otherStatusesAndQueuesArePrunedOnTheirOwn() {
		JobId failed = ended(JobStatus.FAILED);
		JobId waiting = insert();
		assertThat(prune(Duration.ZERO, 0, 100)).isZero();
		assertThat(prune(OTHER_QUEUE, JobStatus.FAILED, Duration.ZERO, 0, 100).deleted()).isZero();
		assertThat(this.store.queries().find(List.of(failed, waiting))).hasSize(2);
	}

	@Test
	void prunedDeadLettersLeaveTheFailures() {
		ended(JobStatus.FAILED);
		ended(JobStatus.FAILED);
		assertThat(prune(QUEUE, JobStatus.FAILED, LONG, 1, 100).deleted()).isEqualTo(1);
		assertThat(this.store.queries().failures()).singleElement()
			.satisfies((group) -> assertThat(group.count()).isEqualTo(1));
	}

	@Test
	void statusesHaveBoundsOfTheirOwnAndOneLimit() {
		List<JobId> failed = List.of(ended(JobStatus.FAILED), ended(JobStatus.FAILED), ended(JobStatus.FAILED));
		List<JobId> done = List.of(ended(JobStatus.SUCCESS), ended(JobStatus.SUCCESS));
		JobId aborted = ended(JobStatus.ABORTED);
		Map<JobStatus, StatusRetention> retention = Map.of(JobStatus.FAILED, new StatusRetention(LONG, 1),
				JobStatus.SUCCESS, new StatusRetention(LONG, 0));
		assertThat(this.store.maintenance().prune(QUEUE, retention, 3).deleted()).isEqualTo(3);
		assertThat(this.store.maintenance().prune(QUEUE, retention, 3).deleted()).isEqualTo(1);
		assertThat(this.store.maintenance().prune(QUEUE, retention, 3).deleted()).isZero();
		assertThat(this.store.queries().find(failed)).containsOnlyKeys(failed.get(2));
		assertThat(this.store.queries().find(done)).isEmpty();
		assertThat(status(aborted)).isEqualTo(JobStatus.ABORTED);
	}

	@Test
	void queueWithNothingLeftIsForgotten() {
		ended(JobStatus.SUCCESS);
		this.store.feed().leave(WORKER, List.of(QUEUE));
		insert(JobSpec.in(OTHER_QUEUE));
		assertThat(pruneAll()).isEqualTo(new Pruned(1, true));
		assertThat(this.store.queries().queues()).containsExactly(OTHER_QUEUE);
	}

	@Test
	void queueOfALostWorkerWithoutJobsIsForgotten() {
		claim(WORKER, 1, SHORT);
		await().until(() -> pruneAll().forgotten());
		assertThat(this.store.queries().queues()).isEmpty();
	}

	@Test
	void queueThatAWorkerServesIsNotForgotten() {
		claim(1);
		assertThat(pruneAll().forgotten()).isFalse();
		assertThat(this.store.queries().queues()).containsExactly(QUEUE);
	}

	@Test
	void pausedQueueIsNotForgotten() {
		this.store.actions().pause(QUEUE);
		assertThat(pruneAll().forgotten()).isFalse();
		assertThat(this.store.queries().queues()).containsExactly(QUEUE);
		this.store.actions().resume(QUEUE);
		assertThat(pruneAll().forgotten()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void queueWithAJobIsNotForgotten(JobStatus status) {
		JobId id = in(status);
		if (status != JobStatus.STARTED) {
			this.store.feed().leave(WORKER, List.of(QUEUE));
		}
		assertThat(prune(QUEUE, JobStatus.SUCCESS, LONG, 1, 10).forgotten()).isFalse();
		assertThat(this.store.queries().queues()).containsExactly(QUEUE);
		assertThat(status(id)).isEqualTo(status);
	}

	private JobId in(JobStatus status) {
		if (status.isEnd()) {
			return ended(status);
		}
		if (status == JobStatus.SCHEDULED) {
			return insert(job().delay(LONG));
		}
		JobId id = insert();
		switch (status) {
			case STARTED -> claim();
			case RETRY -> finish(Outcome.retry(claim(), LONG, ERROR));
			case INTERRUPTED -> finish(Outcome.interrupted(claim()));
			default -> {
			}
		}
		return id;
	}

	@Test
	void forgottenQueueIsListedWithItsNextJobWorkerOrPause() {
		insert();
		for (int round = 0; round < 2; round++) {
			finish(Outcome.success(claim(), null));
			this.store.feed().leave(WORKER, List.of(QUEUE));
			assertThat(pruneAll().forgotten()).isTrue();
			insert();
			assertThat(this.store.queries().queues()).containsExactly(QUEUE);
		}
		finish(Outcome.success(claim(), null));
		this.store.feed().leave(WORKER, List.of(QUEUE));
		assertThat(pruneAll().forgotten()).isTrue();
		this.store.actions().pause(QUEUE);
		assertThat(this.store.queries().queues()).containsExactly(QUEUE);
	}

	@Test
	void requeuedJobIsNotPruned() {
		JobId id = ended(JobStatus.SUCCESS);
		this.store.actions().requeue(id);
		assertThat(prune(Duration.ZERO, 0, 100)).isZero();
		assertThat(claim().id()).isEqualTo(id);
	}

	@Test
	void largeJobsAndThoseOfOtherQueuesArePrunedAmongTheOthers() {
		JobId small = ended(JobStatus.SUCCESS);
		JobId large = ended(job().payload("\"" + "x".repeat(40_000) + "\""), JobStatus.SUCCESS);
		JobId moved = insert(JobSpec.in(OTHER_QUEUE));
		ClaimedJob job = this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 1, LONG)).jobs().get(0);
		this.store.feed()
			.finish(OTHER_QUEUE, WORKER, List.of(Outcome.retry(job, Duration.ZERO, null).withQueue(QUEUE)));
		finish(Outcome.success(awaitClaim(), null));
		List<JobId> ids = List.of(small, large, moved);
		assertThat(this.store.queries().find(ids).values()).hasSize(3)
			.allMatch((info) -> info.queue().equals(QUEUE) && info.status() == JobStatus.SUCCESS);
		assertThat(prune(LONG, 0, 2)).isEqualTo(2);
		assertThat(prune(LONG, 0, 10)).isEqualTo(1);
		assertThat(this.store.queries().find(ids)).isEmpty();
		assertThat(size(JobStatus.SUCCESS)).isZero();
	}

	@Test
	void endsDoNotPileUpBehindAFastWorker() {
		PruneBehind prune = new PruneBehind(this.store,
				new RetentionOptions(Map.of(JobStatus.SUCCESS, new StatusRetention(LONG, 1_000))));
		prune.start();
		JobFeed jobs = prune.store().feed();
		List<Outcome> ended = List.of();
		for (int i = 0; i < 40; i++) {
			insert(250);
			ended = jobs.exchange(new ClaimRequest(QUEUE, WORKER, 250, LONG), ended)
				.claimed()
				.jobs()
				.stream()
				.map((job) -> Outcome.success(job, "1"))
				.toList();
		}
		assertThat(size(JobStatus.SUCCESS)).isBetween(1_000L, 3_500L);
		prune.stop();
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(1_000);
	}

	private int prune(Duration keep, long count, int limit) {
		return prune(QUEUE, JobStatus.SUCCESS, keep, count, limit).deleted();
	}

	private Pruned prune(String queue, JobStatus status, Duration keep, long count, int limit) {
		return this.store.maintenance().prune(queue, Map.of(status, new StatusRetention(keep, count)), limit);
	}

	private Pruned pruneAll() {
		return prune(QUEUE, JobStatus.SUCCESS, Duration.ZERO, 0, 100);
	}

}
