package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.PoisonJobException;
import io.jobqueue.store.JobMaintenance.Reclaimed;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

abstract class LeaseContract extends StoreContract {

	@Test
	void jobsOfALiveWorkerAreNotTakenBack() {
		ClaimedJob job = insertAndClaim();
		assertThat(this.store.maintenance().reclaim(QUEUE, 5, 100).total()).isZero();
		assertThat(status(job.id())).isEqualTo(JobStatus.STARTED);
	}

	@Test
	void lostJobGoesBackWhereItWasTakenFrom() {
		List<JobId> ids = insert(2);
		ClaimedJob lost = lose();
		JobInfo info = info(lost.id());
		assertThat(info.status()).isEqualTo(JobStatus.QUEUED);
		assertThat(info.dueAt()).isEqualTo(lost.dueAt());
		assertThat(claimIds(5)).isEqualTo(ids);
	}

	@Test
	void lossIsCountedAndKeptInTheHistory() {
		insert();
		ClaimedJob lost = lose();
		assertThat(info(lost.id()).history()).extracting(JobAttempt::number, JobAttempt::worker, JobAttempt::outcome)
			.containsExactly(tuple(1, WORKER, JobStatus.QUEUED));
		ClaimedJob again = claim();
		assertThat(List.of(again.lostDeliveries(), again.retries(), again.delivery())).isEqualTo(List.of(1, 0, 2));
	}

	@ParameterizedTest
	@EnumSource(names = { "RETRY", "INTERRUPT", "RELEASE", "UNKNOWN_TASK" })
	void storedAttemptEndsTheRowOfLosses(Outcome.Kind kind) {
		insert();
		lose();
		ClaimedJob job = claim();
		finish(switch (kind) {
			case RETRY -> Outcome.retry(job, Duration.ZERO, ERROR);
			case INTERRUPT -> Outcome.interrupted(job);
			case RELEASE -> Outcome.release(job.id(), job.delivery());
			default -> Outcome.unknownTask(job, Duration.ZERO);
		});
		boolean attempted = kind == Outcome.Kind.RETRY || kind == Outcome.Kind.INTERRUPT;
		assertThat(awaitClaim().lostDeliveries()).isEqualTo(attempted ? 0 : 1);
	}

	@Test
	void lossOfTheGivenNumberIsTheLast() {
		insert();
		for (int loss = 1; loss < 5; loss++) {
			assertThat(claim(WORKER, 1, Duration.ofMillis(20)).jobs()).hasSize(1);
			assertThat(awaitReclaim(5, 1)).isEqualTo(new Reclaimed(1, List.of()));
		}
		assertThat(claim(WORKER, 1, Duration.ofMillis(20)).jobs()).hasSize(1);
		assertThat(awaitReclaim(5, 1).poisoned()).extracting(ClaimedJob::lostDeliveries).containsExactly(5);
	}

	@Test
	void requeueOfAPoisonJobForgetsItsLosses() {
		JobId id = insert();
		claim(WORKER, 1, SHORT);
		awaitReclaim(1, 1);
		assertThat(this.store.actions().requeue(id)).isEqualTo(JobStatus.FAILED);
		assertThat(claim().lostDeliveries()).isZero();
	}

	@Test
	void historyIsBoundAcrossLosses() {
		JobId id = insert();
		for (int retry = 0; retry < 20; retry++) {
			finish(Outcome.retry(claim(), Duration.ZERO, null));
		}
		lose();
		List<JobAttempt> history = info(id).history();
		assertThat(history).hasSize(20);
		assertThat(history.get(0).number()).isEqualTo(2);
		assertThat(history.get(19).number()).isEqualTo(21);
	}

	@Test
	void lostInterruptedJobIsQueuedByItsPriority() {
		JobId id = insert();
		finish(Outcome.interrupted(claim()));
		lose();
		JobId high = insert(job().priority(1));
		assertThat(status(id)).isEqualTo(JobStatus.QUEUED);
		assertThat(claimIds(5)).containsExactly(high, id);
	}

	@Test
	void finishAfterTheLeaseRanOutIsApplied() {
		insert();
		ClaimedJob job = claim(WORKER, 1, SHORT).jobs().get(0);
		renew(WORKER, SHORT, Map.of(job.id(), 1));
		await().until(() -> this.store.queries().workers().isEmpty());
		assertThat(finish(Outcome.success(job, null))).isEqualTo(FinishResult.APPLIED);
		assertThat(this.store.maintenance().reclaim(QUEUE, 5, 100).total()).isZero();
		assertThat(status(job.id())).isEqualTo(JobStatus.SUCCESS);
	}

	@Test
	void jobThatIsLostTooOftenEndsAsPoison() {
		JobId id = insert();
		lose();
		claim(WORKER, 1, SHORT);
		Reclaimed reclaimed = awaitReclaim(2, 1);
		assertThat(reclaimed.requeued()).isZero();
		assertThat(reclaimed.poisoned()).singleElement()
			.satisfies(
					(job) -> assertThat(job).extracting(ClaimedJob::id, ClaimedJob::lostDeliveries, ClaimedJob::payload)
						.containsExactly(id, 2, "{\"name\":\"Ada\"}"));
		JobInfo info = info(id);
		assertThat(info.status()).isEqualTo(JobStatus.FAILED);
		assertThat(info.error().type()).isEqualTo(PoisonJobException.class.getName());
		assertThat(info.history()).extracting(JobAttempt::outcome).containsExactly(JobStatus.QUEUED, JobStatus.FAILED);
		assertThat(this.store.queries().failures()).extracting(FailureGroup::errorType, FailureGroup::count)
			.containsExactly(tuple(PoisonJobException.class.getName(), 1L));
		assertThat(info.endedAt()).isNotNull();
	}

	@Test
	void jobThatLostTwoWorkersIsClaimedAlone() {
		JobId suspect = insert();
		lose();
		lose();
		JobId behind = insert();
		JobId before = insert(job().priority(5));
		assertThat(claimIds(5)).containsExactly(before);
		assertThat(claimIds(5)).containsExactly(suspect);
		assertThat(claimIds(5)).containsExactly(behind);
	}

	@Test
	void suspectIsHandedOutAloneBehindManyOthersToo() {
		JobId suspect = insert(job().priority(-1));
		lose();
		lose();
		List<JobId> others = insert(100);
		assertThat(claimIds(350)).isEqualTo(others);
		assertThat(claimIds(350)).containsExactly(suspect);
	}

	@Test
	void reclaimIsBounded() {
		insert(5);
		claim(WORKER, 5, SHORT);
		await().until(() -> this.store.maintenance().reclaim(QUEUE, 5, 2).requeued() == 2);
		assertThat(size(JobStatus.STARTED)).isEqualTo(3);
		assertThat(this.store.maintenance().reclaim(QUEUE, 5, 100).requeued()).isEqualTo(3);
	}

	@Test
	void reclaimLeavesOtherQueuesAlone() {
		ClaimedJob job = insertAndClaim();
		assertThat(this.store.maintenance().reclaim(OTHER_QUEUE, 5, 100).total()).isZero();
		assertThat(status(job.id())).isEqualTo(JobStatus.STARTED);
	}

	@Test
	void renewKeepsAllJobsOfTheWorker() {
		insert(3);
		List<ClaimedJob> mine = claim(WORKER, 2, SHORT).jobs();
		ClaimedJob others = claim(OTHER_WORKER, 1, SHORT).jobs().get(0);
		renew(WORKER, LONG, Map.of(mine.get(0).id(), 1, mine.get(1).id(), 1));
		assertThat(awaitReclaim(5, 1).total()).isEqualTo(1);
		assertThat(status(others.id())).isEqualTo(JobStatus.QUEUED);
		assertThat(mine).allSatisfy((job) -> assertThat(status(job.id())).isEqualTo(JobStatus.STARTED));
	}

	@Test
	void claimRenewsToo() {
		insert(2);
		ClaimedJob mine = claim(WORKER, 1, SHORT).jobs().get(0);
		claim(OTHER_WORKER, 1, SHORT);
		claim(WORKER, 1, LONG);
		assertThat(awaitReclaim(5, 1).total()).isEqualTo(1);
		assertThat(status(mine.id())).isEqualTo(JobStatus.STARTED);
	}

	@Test
	void finishIsGoodUntilTheJobIsTakenBack() {
		insert(2);
		ClaimedJob late = claim(WORKER, 1, SHORT).jobs().get(0);
		finish(Outcome.success(late, null));
		claim(OTHER_WORKER, 1, SHORT);
		assertThat(awaitReclaim(5, 1).total()).isEqualTo(1);
		assertThat(status(late.id())).isEqualTo(JobStatus.SUCCESS);
	}

	@Test
	void renewAgreesOnWhatIsHeld() {
		ClaimedJob job = insertAndClaim();
		RenewResult result = renew(WORKER, LONG, Map.of(job.id(), job.delivery()));
		assertThat(result.lost()).isEmpty();
		assertThat(result.unaccounted()).isEmpty();
		assertThat(result.failed()).isEmpty();
	}

	@Test
	void renewTellsOfLostJobs() {
		insert();
		ClaimedJob takenBack = lose();
		insert(2);
		List<ClaimedJob> jobs = claim(OTHER_WORKER, 3, LONG).jobs();
		this.store.actions().cancel(jobs.get(1).id());
		Map<JobId, Integer> held = Map.of(takenBack.id(), takenBack.delivery(), jobs.get(1).id(), 1, jobs.get(2).id(),
				1);
		assertThat(renew(WORKER, LONG, held).lost()).containsExactlyInAnyOrderElementsOf(held.keySet());
		assertThat(renew(OTHER_WORKER, LONG, held).lost()).containsExactlyInAnyOrder(takenBack.id(), jobs.get(1).id());
	}

	@Test
	void renewTellsOfJobsTheWorkerDoesNotKnow() {
		ClaimedJob job = insertAndClaim();
		RenewResult.Held held = renew(WORKER, LONG, Map.of()).unaccounted().get(0);
		assertThat(held).isEqualTo(new RenewResult.Held(job.id(), QUEUE, 1));
		assertThat(finish(Outcome.release(held.id(), held.delivery()))).isEqualTo(FinishResult.APPLIED);
		assertThat(claim().lostDeliveries()).isZero();
	}

	@Test
	void workerThatLeavesIsForgotten() {
		renew(WORKER, LONG, Map.of());
		renew(OTHER_WORKER, LONG, Map.of());
		this.store.feed().leave(WORKER, List.of(QUEUE));
		assertThat(this.store.queries().workers()).singleElement()
			.satisfies((worker) -> assertThat(worker.id()).isEqualTo(OTHER_WORKER));
	}

	@Test
	void jobsOfAWorkerThatLeftAreTakenBackWhenItsLeaseRunsOut() {
		JobId id = insert();
		claim(WORKER, 1, SHORT);
		this.store.feed().leave(WORKER, List.of(QUEUE));
		assertThat(awaitReclaim(5, 1).requeued()).isEqualTo(1);
		assertThat(claim().id()).isEqualTo(id);
	}

	@Test
	void leaveMayBeRepeated() {
		this.store.feed().leave(WORKER, List.of(QUEUE, OTHER_QUEUE));
		this.store.feed().leave(WORKER, List.of());
		assertThat(this.store.queries().workers()).isEmpty();
	}

}
