package io.jobqueue.store.contract;

import java.util.List;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.limit.QueueRules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A worker that waits is woken at once when a limit lets a job start. */
abstract class LimitWakeContract extends SignalScene {

	/** The bound of a full limit, and the limits of its jobs. */
	static Stream<Full> full() {
		return Stream.of(new Full("", List.of()), new Full("", List.of(ACME)), new Full("tenant", List.of(ACME)));
	}

	/** One job runs, one waits for it, and so does a worker. */
	private ClaimedJob fill(Full full) {
		limit(full.bound, 1);
		insertUnder(2, full.limits.toArray(String[]::new));
		ClaimedJob running = claim();
		sleep(OTHER_WORKER);
		this.received.clear();
		return running;
	}

	@ParameterizedTest
	@MethodSource("full")
	void cancelOfARunningJob(Full full) {
		ClaimedJob running = fill(full);
		this.store.actions().cancel(running.id());
		awaitSignal(OTHER_WORKER + " " + QUEUE);
		assertThat(claim(OTHER_WORKER, 1, LONG).jobs()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("full")
	void lossOfAJobThatDoesNotRunAgain(Full full) {
		limit(full.bound, 1);
		insertUnder(2, full.limits.toArray(String[]::new));
		assertThat(claim(WORKER, 1, SHORT).jobs()).hasSize(1);
		sleep(OTHER_WORKER);
		this.received.clear();
		assertThat(awaitReclaim(0, 1).poisoned()).hasSize(1);
		awaitSignal(OTHER_WORKER + " " + QUEUE);
	}

	@ParameterizedTest
	@MethodSource("full")
	void moveOfAJobToAnotherQueue(Full full) {
		ClaimedJob running = fill(full);
		finish(Outcome.retry(running, LONG, null).withQueue(OTHER_QUEUE));
		awaitSignal(OTHER_WORKER + " " + QUEUE);
	}

	@ParameterizedTest
	@EnumSource(names = { "END", "RETRY", "UNKNOWN_TASK" })
	void endOfAnAttempt(Outcome.Kind kind) {
		ClaimedJob running = fill(new Full("", List.of()));
		finish(switch (kind) {
			case END -> Outcome.end(running, JobStatus.FAILED, ERROR);
			case RETRY -> Outcome.retry(running, LONG, ERROR);
			default -> Outcome.unknownTask(running, LONG);
		});
		awaitSignal(OTHER_WORKER + " " + QUEUE);
	}

	@ParameterizedTest
	@MethodSource("full")
	void raisedBound(Full full) {
		fill(full);
		limit(full.bound, 2);
		awaitSignal(OTHER_WORKER + " " + QUEUE);
		assertThat(claim(OTHER_WORKER, 1, LONG).jobs()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("full")
	void removedBound(Full full) {
		fill(full);
		limit(full.bound, null);
		awaitSignal(OTHER_WORKER + " " + QUEUE);
		assertThat(claim(OTHER_WORKER, 1, LONG).jobs()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("full")
	void changeOfTheRulesBesideAClaim(Full full) throws Exception {
		for (int i = 0; i < 20; i++) {
			limit(full.bound, 0);
			insertUnder(1, full.limits.toArray(String[]::new));
			succeed(claimBeside(() -> limit(full.bound, null)));
		}
	}

	@ParameterizedTest
	@MethodSource("full")
	void endOfAJobBesideAClaim(Full full) throws Exception {
		limit(full.bound, 1);
		for (int i = 0; i < 20; i++) {
			insertUnder(2, full.limits.toArray(String[]::new));
			ClaimedJob running = claim(OTHER_WORKER, 1, LONG).jobs().get(0);
			succeed(claimBeside(() -> finish(OTHER_WORKER, Outcome.success(running, null))));
		}
	}

	@Test
	void oneClaimTakesAllThatTheLimitsLetStart() {
		limit("", 1000);
		limit("tenant", 90);
		insert(130);
		insertUnder(130, ACME);
		insertUnder(40, BETA);
		assertThat(claim(200)).hasSize(200);
		assertThat(claim(200)).hasSize(60);
		assertThat(claim(200)).isEmpty();
	}

	@Test
	void cancelAndDeletionOfAJobThatHasItsTurn() {
		limit("tenant", 1);
		List<JobId> ids = insertUnder(4, ACME);
		ClaimedJob running = claimOne(ids.get(0));
		sleep(OTHER_WORKER);
		succeed(running);
		awaitSignal(OTHER_WORKER + " " + QUEUE);
		this.store.actions().cancel(ids.get(1));
		this.store.actions().delete(ids.get(2));
		assertThat(claim(OTHER_WORKER, 1, LONG).jobs()).extracting(ClaimedJob::id).containsExactly(ids.get(3));
	}

	@ParameterizedTest
	@MethodSource("full")
	void oneWorkerClaimsAtTheEndOfAHold(Full full) {
		insertUnder(2, full.limits.toArray(String[]::new));
		limits().holdBack(QUEUE, full.bound, LONG);
		assertHandsTheTimeOn();
	}

	@ParameterizedTest
	@MethodSource("full")
	void oneWorkerClaimsWhenARateAllowsTheNextStart(Full full) {
		limit(full.bound, Limit.ofRate(new Rate(1, LONG)));
		insertUnder(3, full.limits.toArray(String[]::new));
		claim();
		assertHandsTheTimeOn();
	}

	@ParameterizedTest
	@MethodSource("full")
	void someWorkerClaimsInTimeAfterASlotIsFreeBeforeTheRateAllowsAStart(Full full) {
		limit(full.bound, new Limit(1, new Rate(1, LONG)));
		insertUnder(2, full.limits.toArray(String[]::new));
		ClaimedJob running = claim();
		boolean rings = claim(OTHER_WORKER, 1, LONG).nextDue() != null;
		this.received.clear();
		succeed(running);
		if (!rings) {
			awaitSignal(OTHER_WORKER + " " + QUEUE);
			assertThat(claim(OTHER_WORKER, 1, LONG).nextDue()).isNotNull();
		}
	}

	/** The worker that is to claim at a time leaves: another one is. */
	private void assertHandsTheTimeOn() {
		assertThat(claim(WORKER, 1, LONG).nextDue()).isNotNull();
		assertThat(claim(OTHER_WORKER, 1, LONG).nextDue()).isNull();
		this.received.clear();
		this.store.feed().leave(WORKER, List.of(QUEUE));
		awaitSignal(OTHER_WORKER + " " + QUEUE);
		assertThat(claim(OTHER_WORKER, 1, LONG).nextDue()).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("full")
	void anotherWorkerClaimsInPlaceOfOneWithoutRoom(Full full) {
		limit(full.bound, Limit.ofRate(new Rate(1, LONG)));
		insertUnder(2, full.limits.toArray(String[]::new));
		claim();
		assertThat(claim(OTHER_WORKER, 1, LONG).nextDue()).isNotNull();
	}

	@Test
	void workerThatIsToClaimAtTheEndOfAHoldAndGetsAnotherJobLeavesThatToOthers() {
		holdFor(WORKER);
		this.received.clear();
		insert();
		claim();
		awaitSignal(OTHER_WORKER + " " + QUEUE);
		assertThat(claim(OTHER_WORKER, 1, LONG).nextDue()).isNotNull();
	}

	@Test
	void someWorkerClaimsInTimeAfterTheTimeAloneLetNothingStart() {
		holdFor(WORKER);
		limit("tenant", 0);
		boolean rings = claim(WORKER, 1, LONG).nextDue() != null;
		limit("tenant", null);
		assertThat(rings || claim(OTHER_WORKER, 1, LONG).nextDue() != null).isTrue();
	}

	@Test
	void workerThatFindsAQueuePausedLeavesTheTimeToOthers() {
		holdFor(WORKER);
		this.store.actions().pause(QUEUE);
		assertThat(claim(WORKER, 1, LONG).nextDue()).isNull();
		this.store.actions().resume(QUEUE);
		assertThat(claim(OTHER_WORKER, 1, LONG).nextDue()).isNotNull();
	}

	/** A job is held back, and of two workers this one is to claim at the end of it. */
	private void holdFor(String worker) {
		insertUnder(1, ACME);
		limits().holdBack(QUEUE, ACME, LONG);
		assertThat(claim(worker, 1, LONG).nextDue()).isNotNull();
		assertThat(claim(OTHER_WORKER, 1, LONG).nextDue()).isNull();
	}

	@Test
	void workerThatLeavesAfterItWasWokenForALimitWakesTheNext() {
		limit("tenant", 1);
		insertUnder(2, ACME);
		ClaimedJob running = claim();
		sleep(WORKER);
		sleep(OTHER_WORKER);
		this.received.clear();
		succeed(running);
		await().until(() -> !this.received.isEmpty());
		boolean first = this.received.contains(WORKER + " " + QUEUE);
		this.store.feed().leave(first ? WORKER : OTHER_WORKER, List.of(QUEUE));
		awaitSignal((first ? OTHER_WORKER : WORKER) + " " + QUEUE);
	}

	@Test
	void cancelOfARunningJobOfAFairQueue() {
		rules((rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant"));
		ClaimedJob running = fill(new Full("", List.of(ACME)));
		this.store.actions().cancel(running.id());
		awaitSignal(OTHER_WORKER + " " + QUEUE);
	}

	/** A bound that is full with one job, and the limits of jobs. */
	record Full(String bound, List<String> limits) {
	}

}
