package io.jobqueue.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.PoisonJobException;
import io.jobqueue.lifecycle.JobState.Finish;
import io.jobqueue.lifecycle.JobState.Hold;
import io.jobqueue.lifecycle.JobState.LastAttempt;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.store.job.JobTraits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What each event makes of counters, times, place and history.
 */
class LifecycleRulesTests {

	private static final JobProgress HALF = JobProgress.of(0.5, "half");

	private static final LastAttempt BEFORE = new LastAttempt(2, "v", Jobs.START, JobProgress.of(0.25, "early"));

	/** Held for the sixth time, with each counter at another number. */
	private static final JobState HELD = new JobState(Jobs.queued().id(), Jobs.QUEUE, JobStatus.STARTED, true,
			Jobs.START, 6, 2, 1, 3, null, new Hold(Jobs.WORKER, Jobs.START.plusSeconds(1), HALF, false), BEFORE,
			new Finish(5, "v"), Jobs.START, null);

	private static final LastAttempt MADE = new LastAttempt(3, Jobs.WORKER, Jobs.START.plusSeconds(1), HALF);

	private final ClaimedJob claimed = Jobs.claimed(HELD);

	@Test
	void insertedJobIsDueWhenItIsInserted() {
		assertThat(Jobs.queued()).isEqualTo(new JobState(Jobs.queued().id(), Jobs.QUEUE, JobStatus.QUEUED, false,
				Jobs.START, 0, 0, 0, 0, null, null, LastAttempt.NONE, null, null, null));
		assertThat(Jobs.in(JobStatus.SCHEDULED)).returns(Jobs.START.plus(Jobs.LATER), JobState::dueAt);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void claimCountsADeliveryAndKeepsThePlace(boolean inLine) {
		JobState before = Jobs.in(JobStatus.INTERRUPTED);
		JobState after = Jobs.after(before, new ClaimEvent("v", inLine));
		assertThat(after.hold()).isEqualTo(new Hold("v", Jobs.NOW, JobProgress.NONE, inLine));
		assertThat(after.place()).isEqualTo(Place.HELD);
		assertThat(counters(after)).containsExactly(2, 0, 0, 1);
		assertThat(after).returns(before.dueAt(), JobState::dueAt)
			.returns(true, JobState::first)
			.returns(before.finish(), JobState::finish)
			.returns(before.last(), JobState::last);
	}

	@Test
	void jobInLineShowsTheAttemptBefore() {
		JobState before = Jobs.in(JobStatus.INTERRUPTED);
		assertThat(Jobs.after(before, new ClaimEvent("v", true)).shown()).isEqualTo(before.last());
		assertThat(Jobs.after(before, new ClaimEvent("v", false)).shown())
			.isEqualTo(new LastAttempt(1, "v", Jobs.NOW, JobProgress.NONE));
	}

	@Test
	void reportStartsAJobInLine() {
		JobState after = Jobs.after(Jobs.inLine(), new ReportEvent(Jobs.WORKER, 1, null));
		assertThat(after).isEqualTo(Jobs.started());
		assertThat(Jobs.after(after, new ReportEvent(Jobs.WORKER, 1, HALF)).shown().progress()).isEqualTo(HALF);
	}

	@ParameterizedTest
	@EnumSource(names = { "FAILED", "MAX_RETRIES", "TIMEOUT", "ABORTED" })
	void endKeepsTheErrorAndEndsTheRows(JobStatus status) {
		Transition end = finish(Outcome.end(this.claimed, status, Jobs.ERROR));
		assertAttempt(end, status, "java.io.IOException: gone");
		assertThat(counters(end.after())).containsExactly(6, 2, 0, 0);
		assertThat(end).returns(Jobs.ERROR, Transition::error).returns(false, Transition::clears);
		assertThat(end.after()).returns(Jobs.NOW, JobState::endedAt)
			.returns(null, JobState::unknownSince)
			.returns(false, JobState::first)
			.returns(MADE, JobState::last)
			.returns(new Finish(6, Jobs.WORKER), JobState::finish);
	}

	@Test
	void successKeepsTheResultAndForgetsEarlierErrors() {
		Transition success = finish(Outcome.success(this.claimed, "1"));
		assertAttempt(success, JobStatus.SUCCESS, null);
		assertThat(success.after().last().progress()).isEqualTo(JobProgress.DONE);
		assertThat(new KeptData(Jobs.ERROR, Jobs.ERROR, "0").after(success)).isEqualTo(new KeptData(null, null, "1"));
	}

	@Test
	void retryUsesARetryAndGoesToTheTail() {
		Transition retry = finish(Outcome.retry(this.claimed, Jobs.LATER, null).withQueue("b").withMaxRetries(9));
		assertAttempt(retry, JobStatus.RETRY, null);
		assertThat(counters(retry.after())).containsExactly(6, 3, 0, 0);
		assertThat(retry).returns(true, Transition::atTail).returns(true, Transition::moves);
		assertThat(retry.after()).returns("b", JobState::queue)
			.returns(9, JobState::maxRetries)
			.returns(Jobs.NOW.plus(Jobs.LATER), JobState::dueAt)
			.returns(false, JobState::first)
			.returns(null, JobState::unknownSince);
		assertThat(new KeptData(Jobs.ERROR, null, null).after(retry).error()).isEqualTo(Jobs.ERROR);
	}

	@Test
	void interruptionGoesFirstAndKeepsItsTime() {
		Transition interrupted = finish(Outcome.interrupted(this.claimed));
		assertAttempt(interrupted, JobStatus.INTERRUPTED, null);
		assertThat(counters(interrupted.after())).containsExactly(6, 2, 0, 4);
		assertThat(interrupted.after()).returns(true, JobState::first)
			.returns(Jobs.START, JobState::dueAt)
			.returns(null, JobState::unknownSince);
		assertThat(interrupted.atTail()).isFalse();
	}

	@Test
	void lossByItsOwnWorkerCountsAsLossAndInterruption() {
		Transition lost = finish(Outcome.lost(this.claimed));
		assertAttempt(lost, JobStatus.INTERRUPTED, null);
		assertThat(counters(lost.after())).containsExactly(6, 2, 2, 4);
		assertThat(lost.after()).returns(JobStatus.QUEUED, JobState::status)
			.returns(false, JobState::first)
			.returns(null, JobState::unknownSince);
	}

	@Test
	void givenBackJobIsAsItWasButForItsDelivery() {
		Transition back = finish(Outcome.release(HELD.id(), 6));
		assertThat(back.attempt()).isNull();
		assertThat(counters(back.after())).containsExactly(6, 2, 1, 3);
		assertThat(back.after()).returns(JobStatus.INTERRUPTED, JobState::status)
			.returns(BEFORE, JobState::shown)
			.returns(Jobs.START, JobState::unknownSince);
		assertThat(Jobs.after(Jobs.started(), Jobs.finish(Outcome.release(HELD.id(), 1))))
			.returns(JobStatus.QUEUED, JobState::status)
			.returns(LastAttempt.NONE, JobState::last);
	}

	@Test
	void unknownTaskRemembersSinceWhen() {
		Transition first = Jobs.transition(Jobs.started(),
				Jobs.finish(Outcome.unknownTask(Jobs.claimed(), Jobs.LATER)));
		assertThat(first.attempt()).isNull();
		assertThat(first.after()).returns(Jobs.NOW, JobState::unknownSince)
			.returns(LastAttempt.NONE, JobState::last)
			.returns(Jobs.NOW.plus(Jobs.LATER), JobState::dueAt);
		JobState again = finish(Outcome.unknownTask(this.claimed, Duration.ZERO)).after();
		assertThat(again.unknownSince()).isEqualTo(Jobs.START);
		assertThat(counters(again)).containsExactly(6, 2, 1, 3);
	}

	@Test
	void lostWorkerCountsALossOnly() {
		Transition lost = Jobs.transition(HELD, new LossEvent(Jobs.WORKER, 3));
		assertAttempt(lost, JobStatus.QUEUED, null);
		assertThat(counters(lost.after())).containsExactly(6, 2, 2, 3);
		assertThat(lost.after()).returns(null, JobState::unknownSince)
			.returns(false, JobState::first)
			.returns(HELD.finish(), JobState::finish)
			.returns(Jobs.START, JobState::dueAt);
		assertThat(lost.atTail()).isFalse();
	}

	@Test
	void oneLostWorkerTooManyEndsTheJob() {
		Transition poisoned = Jobs.transition(HELD, new LossEvent(Jobs.WORKER, 2));
		JobError error = new JobError(PoisonJobException.class.getName(),
				"2 workers in a row were lost while they ran job 'id', the last one was 'w'", null);
		assertThat(poisoned.error()).isEqualTo(error);
		assertAttempt(poisoned, JobStatus.FAILED, error.type() + ": " + error.message());
		assertThat(poisoned.after()).returns(Jobs.NOW, JobState::endedAt).returns(2, JobState::lostDeliveries);
		assertThat(Jobs.claimed(poisoned.after()).startedAt()).isEqualTo(Jobs.START.plusSeconds(1));
	}

	@Test
	void cancelLeavesAnAttemptOfARunningJobOnly() {
		assertAttempt(Jobs.transition(HELD, new ActionEvent(JobAction.CANCEL)), JobStatus.CANCELLED, null);
		Transition inLine = Jobs.transition(Jobs.inLine(), new ActionEvent(JobAction.CANCEL));
		assertThat(inLine.attempt()).isNull();
		assertThat(inLine.after()).returns(LastAttempt.NONE, JobState::shown)
			.returns(Jobs.NOW, JobState::endedAt)
			.returns(null, JobState::hold);
	}

	@Test
	void requeuedJobBeginsAnew() {
		JobState ended = finish(Outcome.end(this.claimed, JobStatus.FAILED, Jobs.ERROR).withMaxRetries(7)).after();
		Transition requeued = Jobs.transition(ended, new ActionEvent(JobAction.REQUEUE));
		assertThat(counters(requeued.after())).containsExactly(6, 0, 0, 0);
		assertThat(requeued.after()).returns(null, JobState::endedAt)
			.returns(Jobs.NOW, JobState::dueAt)
			.returns(7, JobState::maxRetries)
			.returns(new LastAttempt(0, Jobs.WORKER, Jobs.START.plusSeconds(1), JobProgress.NONE), JobState::last);
		assertThat(requeued.atTail()).isTrue();
		assertThat(new KeptData(Jobs.ERROR, Jobs.ERROR, "1").after(requeued)).isEqualTo(KeptData.NONE);
	}

	@Test
	void jobThatRunsNowGoesToTheTailAndIsOtherwiseAsItWas() {
		JobState waiting = finish(Outcome.retry(this.claimed, Jobs.LATER, Jobs.ERROR).withMaxRetries(9)).after();
		Transition now = Jobs.transition(waiting, new ActionEvent(JobAction.RUN_NOW));
		assertThat(counters(now.after())).isEqualTo(counters(waiting));
		assertThat(now.after()).returns(JobStatus.QUEUED, JobState::status)
			.returns(Jobs.NOW, JobState::dueAt)
			.returns(9, JobState::maxRetries)
			.returns(waiting.last(), JobState::last)
			.returns(waiting.finish(), JobState::finish)
			.returns(waiting.unknownSince(), JobState::unknownSince);
		assertThat(now.atTail()).isTrue();
		assertThat(now.attempt()).isNull();
		assertThat(new KeptData(Jobs.ERROR, null, null).after(now)).isEqualTo(new KeptData(Jobs.ERROR, null, null));
	}

	@Test
	void dueJobKeepsItsPlace() {
		JobState before = Jobs.in(JobStatus.RETRY);
		Transition due = Jobs.transition(before, new DueEvent());
		assertThat(due.atTail()).isFalse();
		assertThat(due.after().dueAt()).isEqualTo(before.dueAt());
	}

	@Test
	void timesOfAStepThatIsNotKnownYetAreOpen() {
		Transition retry = Jobs.transition(HELD, Jobs.finish(Outcome.retry(this.claimed, Jobs.LATER, null)),
				StepTime.NOW);
		assertThat(StepTime.delay(retry.after().dueAt())).isEqualTo(Jobs.LATER);
		assertThat(retry.attempt().endedAt()).matches(StepTime::isOpen).isEqualTo(StepTime.NOW);
		assertThat(retry.attempt().startedAt()).matches((time) -> !StepTime.isOpen(time));
		assertThat(StepTime.isOpen(StepTime.NOW.plus(Duration.ofDays(400)))).isTrue();
		assertThat(StepTime.isOpen(Instant.EPOCH)).isFalse();
	}

	@Test
	void infoShowsTheNumberOfRetriesThatAnOutcomeHasSet() {
		JobState state = finish(Outcome.retry(this.claimed, Jobs.LATER, Jobs.ERROR).withMaxRetries(9)).after();
		JobInfo info = state.toInfo(Jobs.data(null).details(), JobTraits.NONE, Jobs.START, KeptData.NONE, List.of());
		assertThat(info).returns(9, JobInfo::maxRetries).returns(3, JobInfo::attempts).returns(3, JobInfo::retriesUsed);
		assertThat(Jobs.queued()
			.toInfo(Jobs.data(null).details(), JobTraits.NONE, Jobs.START, KeptData.NONE, List.of())
			.maxRetries()).isEqualTo(3);
	}

	@Test
	void jobThatNeverStartedIsNobodys() {
		assertThatIllegalStateException().isThrownBy(() -> Jobs.claimed(Jobs.queued()))
			.withMessageContaining("'id' has never been started");
	}

	private static Transition finish(Outcome outcome) {
		return Jobs.transition(HELD, Jobs.finish(outcome));
	}

	private static List<Integer> counters(JobState state) {
		return List.of(state.delivery(), state.retries(), state.lostDeliveries(), state.interruptions());
	}

	private static void assertAttempt(Transition transition, JobStatus outcome, String error) {
		assertThat(transition.attempt())
			.isEqualTo(new JobAttempt(3, Jobs.WORKER, Jobs.START.plusSeconds(1), Jobs.NOW, outcome, error));
		assertThat(transition.after().last().attempts()).isEqualTo(3);
	}

}
