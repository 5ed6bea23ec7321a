package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class SignalContract extends SignalScene {

	@Test
	void insertWakesAWorkerThatWaits() {
		sleep(WORKER);
		insert();
		awaitSignal(WORKER + " " + QUEUE);
	}

	@Test
	void workerWhoseLeaseHadRunOutLooksAgainOnceItIsRenewed() {
		assertThat(claim(WORKER, 1, SHORT).jobs()).isEmpty();
		Instant end = this.store.queries().now().plus(SHORT);
		await().until(() -> this.store.queries().now().isAfter(end));
		insert();
		renew(WORKER, LONG, Map.of());
		awaitSignal(WORKER + " " + QUEUE);
	}

	@Test
	void insertWakesOnlyOne() {
		sleep(WORKER);
		sleep(OTHER_WORKER);
		insert(3);
		await().until(() -> this.received.size() == 1);
		staysAt(1);
	}

	@Test
	void nobodyIsWokenWhoDoesNotWait() {
		insert(2);
		claim(1);
		insert();
		staysAt(0);
	}

	@Test
	void workerThatIsAwakeIsNotWokenAgain() {
		sleep(WORKER);
		insert();
		awaitSignal(WORKER + " " + QUEUE);
		insert();
		staysAt(1);
	}

	@Test
	void claimThatLeavesJobsWakesTheNext() {
		sleep(WORKER);
		sleep(OTHER_WORKER);
		insert(3);
		await().until(() -> this.received.size() == 1);
		String woken = this.received.remove().split(" ")[0];
		claim(woken, 1, LONG);
		awaitSignal((woken.equals(WORKER) ? OTHER_WORKER : WORKER) + " " + QUEUE);
	}

	@Test
	void resumeWakesAWorker() {
		this.store.actions().pause(QUEUE);
		insert();
		sleep(WORKER);
		this.received.clear();
		this.store.actions().resume(QUEUE);
		awaitSignal(WORKER + " " + QUEUE);
	}

	@Test
	void insertBesideAClaimWakesAWorker() throws Exception {
		for (int round = 0; round < 100; round++) {
			ClaimedJob job = claimBeside(this::insert);
			assertThat(finish(Outcome.success(job, null))).isEqualTo(FinishResult.APPLIED);
			if (round % 2 == 0) {
				sleep(WORKER);
			}
		}
	}

	@Test
	void resumeBesideAClaimWakesAWorker() throws Exception {
		for (int i = 0; i < 20; i++) {
			insert();
			this.store.actions().pause(QUEUE);
			succeed(claimBeside(() -> this.store.actions().resume(QUEUE)));
		}
	}

	@Test
	void jobThatRunsNowWakesAWorker() {
		JobId id = insert(job().delay(LONG));
		sleep(OTHER_WORKER);
		this.store.actions().runNow(id);
		awaitSignal(OTHER_WORKER + " " + QUEUE);
	}

	@Test
	void requeueWakesAWorker() {
		JobId id = ended(JobStatus.FAILED);
		sleep(OTHER_WORKER);
		this.store.actions().requeue(id);
		awaitSignal(OTHER_WORKER + " " + QUEUE);
	}

	@Test
	void promoteWakesAWorker() {
		insert(job().delay(SHORT.multipliedBy(2)));
		sleep(WORKER);
		this.received.clear();
		await().until(() -> this.store.maintenance().promote(QUEUE, 10) == 1);
		awaitSignal(WORKER + " " + QUEUE);
	}

	@Test
	void workerThatLeftIsNotWoken() {
		sleep(WORKER);
		sleep(OTHER_WORKER);
		this.store.feed().leave(WORKER, List.of(QUEUE));
		insert();
		awaitSignal(OTHER_WORKER + " " + QUEUE);
	}

	@Test
	void workerThatLeavesAfterItWasWokenWakesTheNext() {
		sleep(WORKER);
		sleep(OTHER_WORKER);
		insert();
		await().until(() -> this.received.size() == 1);
		boolean first = this.received.contains(WORKER + " " + QUEUE);
		this.store.feed().leave(first ? WORKER : OTHER_WORKER, List.of(QUEUE));
		await().until(() -> this.received.contains((first ? OTHER_WORKER : WORKER) + " " + QUEUE));
	}

	@Test
	void cancelOfARunningJobTellsItsWorker() {
		ClaimedJob job = insertAndClaim();
		this.store.actions().cancel(job.id());
		awaitSignal(WORKER + " cancelled " + job.id());
		staysAt(1);
	}

	@Test
	void cancelOfAWaitingJobSendsNoSignal() {
		this.store.actions().cancel(insert());
		staysAt(0);
	}

	@Test
	void closedSubscriptionGetsNoSignal() {
		sleep(WORKER);
		this.subscriptions.get(0).close();
		insert();
		staysAt(0);
	}

	@Test
	void resumeWakesOnlyOne() {
		this.store.actions().pause(QUEUE);
		sleep(WORKER);
		sleep(OTHER_WORKER);
		this.store.actions().resume(QUEUE);
		await().until(() -> this.received.size() == 1);
		staysAt(1);
	}

	@Test
	void nobodyIsWokenForAPausedQueue() {
		sleep(WORKER);
		this.store.actions().pause(QUEUE);
		insert();
		staysAt(0);
		this.store.actions().resume(QUEUE);
		awaitSignal(WORKER + " " + QUEUE);
	}

	@Test
	void earlierDueTimeWakesAWorker() {
		insert(job().delay(LONG));
		sleep(WORKER);
		sleep(OTHER_WORKER);
		insert(job().delay(LONG.dividedBy(2)));
		await().until(() -> this.received.size() == 1);
		insert(job().delay(LONG));
		staysAt(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "RETRY", "UNKNOWN_TASK" })
	void retryThatIsDueFirstWakesAWorker(Outcome.Kind kind) {
		ClaimedJob job = insertAndClaim();
		sleep(OTHER_WORKER);
		boolean retry = kind == Outcome.Kind.RETRY;
		finish(retry ? Outcome.retry(job, LONG, ERROR) : Outcome.unknownTask(job, LONG));
		awaitSignal(OTHER_WORKER + " " + QUEUE);
	}

	@ParameterizedTest
	@EnumSource(names = { "RETRY", "INTERRUPT", "LOSS", "RELEASE" })
	void jobThatWaitsAgainWakesAWorker(Outcome.Kind kind) {
		ClaimedJob job = insertAndClaim();
		sleep(OTHER_WORKER);
		finish(switch (kind) {
			case INTERRUPT -> Outcome.interrupted(job);
			case LOSS -> Outcome.lost(job);
			case RELEASE -> Outcome.release(job.id(), job.delivery());
			default -> Outcome.retry(job, Duration.ZERO, null);
		});
		awaitSignal(OTHER_WORKER + " " + QUEUE);
	}

	@Test
	void reclaimWakesAWorker() {
		insert();
		claim(OTHER_WORKER, 1, SHORT);
		sleep(WORKER);
		awaitReclaim(5, 1);
		awaitSignal(WORKER + " " + QUEUE);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 300 })
	void retryInAnotherQueueWakesAWorkerThere(long seconds) {
		ClaimedJob job = insertAndClaim();
		this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, OTHER_WORKER, 1, LONG));
		finish(Outcome.retry(job, Duration.ofSeconds(seconds), null).withQueue(OTHER_QUEUE));
		awaitSignal(OTHER_WORKER + " " + OTHER_QUEUE);
	}

	@Test
	void sleeperWhoseLeaseRanOutDoesNotSwallowTheSignal() {
		assertThat(claim(WORKER, 1, SHORT).jobs()).isEmpty();
		renew(WORKER, SHORT, Map.of());
		await().until(() -> this.store.queries().workers().isEmpty());
		sleep(OTHER_WORKER);
		insert();
		awaitSignal(OTHER_WORKER + " " + QUEUE);
		staysAt(1);
	}

}
