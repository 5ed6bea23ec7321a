package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.Overlap;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.limit.QueueRulesStore;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import static org.assertj.core.api.Assertions.assertThat;

abstract class LimitLifeContract extends LimitScene {

	@Test
	void delayedJobIsUnderItsLimitsOnceItIsDue() {
		limit("tenant", 1);
		JobId later = insert(job().limits(ACME).delay(SHORT));
		ClaimedJob now = claimOne(insertUnder(ACME));
		await().until(() -> {
			assertThat(claim(10)).isEmpty();
			return size(JobStatus.QUEUED) == 1;
		});
		succeed(now);
		assertThat(claimIds(10)).containsExactly(later);
	}

	@Test
	void jobWithoutLimitsIsClaimedBehindDeletedJobsUnderLimits() {
		List<JobId> deleted = List.of(insertUnder(ACME), insertUnder(BETA), insertUnder("tenant=gamma"));
		JobId plain = insert();
		this.store.actions().act(JobAction.DELETE, deleted, EnumSet.allOf(JobStatus.class));
		ClaimResult result = this.store.feed().claim(new ClaimRequest(QUEUE, WORKER, 1, LONG));
		for (int i = 0; i < 3 && result.nextDue() != null && result.nextDue().isZero(); i++) {
			result = this.store.feed().claim(new ClaimRequest(QUEUE, WORKER, 1, LONG));
		}
		assertThat(result.jobs()).extracting(ClaimedJob::id).containsExactly(plain);
	}

	@Test
	void interruptedJobIsClaimedBehindInterruptedJobsThatALimitHoldsBack() {
		insertUnder(ACME);
		JobId second = insert();
		claim(10).forEach((job) -> finish(Outcome.interrupted(job)));
		insert();
		limit("tenant", 0);
		claimOne(second);
	}

	@Test
	void everyWayOutOfAWorkerFreesTheSlot() {
		limit("tenant", 1);
		for (Outcome.Kind kind : Outcome.Kind.values()) {
			JobId first = insertUnder(ACME);
			ClaimedJob job = claimOne(first);
			JobId second = insertUnder(ACME);
			assertThat(claim(10)).as("while the first runs").isEmpty();
			finish(outcome(job, kind));
			List<ClaimedJob> next = claim(10);
			assertThat(next).as("after %s", kind).hasSize(1);
			this.store.actions().cancel(first);
			this.store.actions().cancel(second);
			assertThat(running(ACME)).as("after %s", kind).isZero();
		}
	}

	private static Outcome outcome(ClaimedJob job, Outcome.Kind kind) {
		return switch (kind) {
			case END -> Outcome.end(job, JobStatus.FAILED, ERROR);
			case RETRY -> Outcome.retry(job, LONG, ERROR);
			case INTERRUPT -> Outcome.interrupted(job);
			case LOSS -> Outcome.lost(job);
			case RELEASE -> Outcome.release(job.id(), job.delivery());
			case UNKNOWN_TASK -> Outcome.unknownTask(job, LONG);
		};
	}

	/** A job that a limit holds back has not ended. */
	@ParameterizedTest
	@CsvSource({ "SKIP, SKIPPED, 0", "QUEUE, WAITING, 1" })
	void jobOfAScheduleThatALimitHoldsBackKeepsLaterTicksFromFiring(Overlap overlap, JobSchedule.Outcome outcome,
			int waiting) {
		limit("tenant", 1);
		ClaimedJob running = claimOne(insertUnder(ACME));
		ScheduleStore schedules = this.store.part(ScheduleStore.class);
		schedules.write(new StoredSchedule("nightly", QUEUE, 1, null, null, null, null, "print", "definition", "", null,
				List.of()), 0, false);
		assertThat(fire(schedules, overlap)).isEqualTo(JobSchedule.Outcome.FIRED);
		assertThat(claim(10)).isEmpty();
		assertThat(fire(schedules, overlap)).isEqualTo(outcome);
		assertThat(schedules.look(List.of(QUEUE), 10).due()).as("while the last job is held back").isEmpty();
		succeed(running);
		succeed(claim());
		assertThat(schedules.look(List.of(QUEUE), 10).due()).as("after the last job").hasSize(waiting);
	}

	private static JobSchedule.Outcome fire(ScheduleStore schedules, Overlap overlap) {
		StoredSchedule schedule = schedules.find(List.of("nightly")).get("nightly");
		ScheduleFiring.Tick tick = new ScheduleFiring.Tick(Instant.EPOCH, job().limits(ACME).build());
		List<FiringResult> results = schedules
			.fire(List.of(new ScheduleFiring(schedule, null, overlap, null, List.of(tick))));
		return results.get(0).outcomes().get(0);
	}

	@Test
	void cancelOfARunningJobFreesItsSlot() {
		limit("tenant", 1);
		ClaimedJob job = claimOne(insertUnder(ACME));
		JobId next = insertUnder(ACME);
		assertThat(claim(10)).isEmpty();
		this.store.actions().cancel(job.id());
		assertThat(claimIds(10)).containsExactly(next);
		assertThat(finish(Outcome.success(job, null))).isEqualTo(FinishResult.STALE);
		assertThat(running(ACME)).isOne();
	}

	@Test
	void lostWorkerFreesItsSlotsWhenItsLeaseIsOver() {
		limit("tenant", 1);
		insertUnder(2, ACME);
		assertThat(claim(OTHER_WORKER, 10, SHORT).jobs()).hasSize(1);
		assertThat(claim(10)).isEmpty();
		awaitReclaim(5, 1);
		assertThat(claim(10)).hasSize(1);
		assertThat(running(ACME)).isOne();
	}

	@Test
	void interruptedJobIsTheNextOfItsLane() {
		limit("tenant", 1);
		List<JobId> ids = insertUnder(2, ACME);
		ClaimedJob job = claimOne(ids.get(0));
		insert(job().limits(ACME).priority(9));
		finish(Outcome.interrupted(job));
		assertThat(claimIds(10)).containsExactly(ids.get(0));
	}

	@Test
	void interruptedJobWaitsForALimitThatWasLowered() {
		List<JobId> ids = insertUnder(2, ACME);
		List<ClaimedJob> jobs = claim(10);
		finish(Outcome.interrupted(jobs.get(0)));
		limit("tenant", 1);
		JobId plain = insert();
		assertThat(claimIds(10)).containsExactly(plain);
		succeed(jobs.get(1));
		assertThat(claimIds(10)).containsExactly(ids.get(0));
	}

	@Test
	void repeatedOutcomeFreesNoSlotOfAnotherJob() {
		limit("tenant", 1);
		insertUnder(2, ACME);
		ClaimedJob first = claim();
		succeed(first);
		claim();
		assertThat(finish(Outcome.success(first, null))).isEqualTo(FinishResult.ALREADY_APPLIED);
		assertThat(running(ACME)).isOne();
	}

	@Test
	void waitingJobIsCancelledAndDeletedAndTheNextTakesItsTurn() {
		limit("tenant", 1);
		List<JobId> ids = insertUnder(4, ACME);
		ClaimedJob running = claimOne(ids.get(0));
		assertThat(claim(10)).isEmpty();
		assertThat(this.store.actions().cancel(ids.get(1))).isEqualTo(JobStatus.QUEUED);
		assertThat(this.store.actions().delete(ids.get(2))).isEqualTo(JobStatus.QUEUED);
		assertThat(status(ids.get(1))).isEqualTo(JobStatus.CANCELLED);
		succeed(running);
		assertThat(claimIds(10)).containsExactly(ids.get(3));
		assertThat(size(JobStatus.QUEUED)).isZero();
	}

	@Test
	void requeuedJobIsUnderItsLimitsAgain() {
		limit("tenant", 1);
		JobId id = insertUnder(ACME);
		succeed(claimOne(id));
		claimOne(insertUnder(ACME));
		this.store.actions().requeue(id);
		assertThat(claim(10)).isEmpty();
	}

	@Test
	void movedJobIsUnderItsLimitsInTheOtherQueue() {
		this.store.part(QueueRulesStore.class)
			.update(OTHER_QUEUE, (rules) -> rules.withOperatorLimit("tenant", Limit.ofMaxRunning(1)));
		List<JobId> ids = insertUnder(2, ACME);
		claim(10).forEach((job) -> finish(Outcome.retry(job, Duration.ZERO, null).withQueue(OTHER_QUEUE)));
		ClaimRequest request = new ClaimRequest(OTHER_QUEUE, WORKER, 10, LONG);
		await().until(() -> this.store.queries().queue(OTHER_QUEUE).size(JobStatus.QUEUED) == 2);
		assertThat(this.store.feed().claim(request).jobs()).hasSize(1);
		assertThat(this.store.feed().claim(request).jobs()).isEmpty();
		assertThat(running(ACME)).isZero();
		assertThat(limits().limitsOf(OTHER_QUEUE, ids.get(0))).containsExactly(ACME);
	}

	@Test
	void parkedJobGetsOtherLimitsAndUsesNoRetry() {
		limit("task:send", 1);
		List<JobId> ids = insert(2);
		List<ClaimedJob> jobs = claim(10);
		jobs.forEach((job) -> finish(Outcome.park(job, List.of("task:send", ACME))));
		List<ClaimedJob> next = claim(10);
		assertThat(next).extracting(ClaimedJob::id).containsExactly(ids.get(0));
		assertThat(next.get(0).limits()).containsExactly("task:send", ACME);
		assertThat(next.get(0).retries()).isZero();
		assertThat(info(ids.get(1)).history()).isEmpty();
		assertThat(info(ids.get(1)).status()).isEqualTo(JobStatus.QUEUED);
	}

	@Test
	void uncountedRetryUsesNoRetry() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.retry(job, Duration.ZERO, ERROR).withoutCount());
		ClaimedJob again = awaitClaim();
		assertThat(again.retries()).isZero();
		assertThat(again.attempt()).isOne();
		assertThat(info(job.id())).returns(1, JobInfo::attempts);
		assertThat(info(job.id()).history()).singleElement().returns(1, JobAttempt::number);
	}

	@Test
	void suspectUnderALimitIsClaimedAlone() {
		limit("tenant", 3);
		insertUnder(1, ACME);
		lose();
		lose();
		insertUnder(3, BETA);
		assertThat(claim(10)).hasSize(1).allMatch(ClaimedJob::isSuspect);
		assertThat(claim(10)).hasSize(3);
	}

	@Test
	void bulkActionsReachAllJobs() {
		limit("tenant", 1);
		List<JobId> ids = new ArrayList<>(insertUnder(20, ACME));
		ids.addAll(insertUnder(20, BETA));
		claim(10);
		assertThat(this.store.actions().act(JobAction.CANCEL, ids, EnumSet.allOf(JobStatus.class))).hasSize(40);
		assertThat(size(JobStatus.CANCELLED)).isEqualTo(40);
		assertThat(limits().uses(QUEUE, List.of())).isEmpty();
		assertThat(claim(10)).isEmpty();
	}

	@Test
	void jobWhoseTurnAnotherLimitTakesIsNotPassedByOneThatCameLater() {
		limit(ACME, 1);
		limit(BETA, 1);
		ClaimedJob acme = claimOne(insertUnder(ACME));
		claimOne(insertUnder(BETA));
		insertUnder(ACME, BETA);
		JobId first = insertUnder(ACME);
		assertThat(claim(2)).isEmpty();
		insertUnder(ACME);
		succeed(acme);
		assertThat(claim(2)).extracting(ClaimedJob::id).containsExactly(first);
	}

}
