package io.jobqueue.store.contract;

import java.time.Instant;
import java.util.Map;

import io.jobqueue.WorkerInfo;
import io.jobqueue.store.drain.WorkerDrains;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Marks of workers that are to take no more jobs. */
abstract class DrainContract extends SignalScene {

	private WorkerDrains drains() {
		return this.store.part(WorkerDrains.class);
	}

	@Test
	void workerSeesItsMarkUntilItIsResumed() {
		assertThat(drains().draining()).isEmpty();
		assertThat(drains().look(WORKER)).isFalse();
		drains().drain(WORKER, WorkerDrains.LIFETIME);
		drains().drain(WORKER, WorkerDrains.LIFETIME);
		assertThat(drains().look(WORKER)).isTrue();
		assertThat(drains().look(OTHER_WORKER)).isFalse();
		assertThat(drains().draining()).containsExactly(WORKER);
		drains().drain(OTHER_WORKER, WorkerDrains.LIFETIME);
		drains().resume(WORKER);
		drains().resume(WORKER);
		assertThat(drains().look(WORKER)).isFalse();
		assertThat(drains().draining()).containsExactly(OTHER_WORKER);
	}

	@Test
	void markOfAWorkerThatDoesNotLookIsDeletedAfterAWhile() {
		drains().drain(WORKER, SHORT);
		drains().drain(OTHER_WORKER, SHORT.multipliedBy(20));
		assertThat(drains().look(OTHER_WORKER)).isTrue();
		await().until(() -> !drains().draining().contains(WORKER));
		assertThat(drains().look(WORKER)).isFalse();
		Instant end = this.store.queries().now().plus(SHORT.multipliedBy(20));
		await().until(() -> this.store.queries().now().isAfter(end));
		assertThat(drains().draining()).containsExactly(OTHER_WORKER);
		assertThat(drains().look(OTHER_WORKER)).isTrue();
		drains().drain(WORKER, WorkerDrains.LIFETIME);
		assertThat(drains().look(WORKER)).isTrue();
	}

	@Test
	void workerThatStopsWaitingIsNotWokenUntilItClaimsAgain() {
		sleep(WORKER);
		renew(WORKER, LONG, Map.of());
		this.store.feed().stopWaiting(WORKER, QUEUE);
		this.store.feed().stopWaiting(WORKER, QUEUE);
		this.store.feed().stopWaiting(WORKER, "unknown");
		insert();
		staysAt(0);
		assertThat(this.store.queries().workers()).extracting(WorkerInfo::id).containsExactly(WORKER);
		assertThat(finish(Outcome.success(claim(), "1"))).isEqualTo(FinishResult.APPLIED);
		sleep(WORKER);
		this.store.feed().stopWaiting(WORKER, QUEUE);
		sleep(WORKER);
		this.received.clear();
		insert();
		awaitSignal(WORKER + " " + QUEUE);
	}

	@Test
	void workerThatWasWokenAndStopsWaitingWakesTheNext() {
		sleep(WORKER);
		sleep(OTHER_WORKER);
		insert();
		await().until(() -> this.received.size() == 1);
		boolean first = this.received.contains(WORKER + " " + QUEUE);
		this.store.feed().stopWaiting(first ? WORKER : OTHER_WORKER, QUEUE);
		awaitSignal((first ? OTHER_WORKER : WORKER) + " " + QUEUE);
	}

	@Test
	void leaseOfAWorkerThatStopsWaitingStays() {
		ClaimedJob job = insertAndClaim();
		this.store.feed().stopWaiting(WORKER, QUEUE);
		assertThat(this.store.maintenance().reclaim(QUEUE, 5, 100).total()).isZero();
		assertThat(finish(Outcome.success(job, "1"))).isEqualTo(FinishResult.APPLIED);
	}

	@Test
	void workerIsSignalled() {
		drains().drain(WORKER, WorkerDrains.LIFETIME);
		awaitSignal(WORKER + " requested");
		this.received.clear();
		drains().resume(WORKER);
		awaitSignal(WORKER + " requested");
	}

}
