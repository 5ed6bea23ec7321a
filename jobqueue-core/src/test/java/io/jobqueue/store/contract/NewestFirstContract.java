package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.limit.QueueRules.Order;
import io.jobqueue.store.limit.QueueRulesStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The order {@link Order#LIFO} of a queue. */
abstract class NewestFirstContract extends LimitScene {

	/** Long enough for a claim before its end. */
	private static final Duration LATER = Duration.ofMillis(500);

	private QueueRulesStore rules() {
		return this.store.part(QueueRulesStore.class);
	}

	private void order(Order order) {
		rules().update(QUEUE, (rules) -> rules.withOrder(order, null));
	}

	@Test
	void jobThatWasInsertedLastIsFirst() {
		order(Order.LIFO);
		List<JobId> ids = insert(5);
		assertThat(claimIds(2)).containsExactly(ids.get(4), ids.get(3));
		JobId newest = insert();
		assertThat(claimIds(9)).containsExactly(newest, ids.get(2), ids.get(1), ids.get(0));
		assertThat(claim(9)).isEmpty();
	}

	@Test
	void priorityIsAboveAge() {
		order(Order.LIFO);
		JobId low = insert(job().priority(-5));
		JobId high = insert(job().priority(5));
		JobId higher = insert(job().priority(5));
		JobId plain = insert();
		assertThat(claimIds(3)).containsExactly(higher, high, plain);
		JobId late = insert(job().priority(5));
		assertThat(claimIds(9)).containsExactly(late, low);
	}

	@Test
	void interruptedJobIsFirst() {
		order(Order.LIFO);
		JobId first = insert();
		finish(Outcome.interrupted(claim()));
		JobId second = insert();
		JobId third = insert(job().priority(9));
		ClaimedJob next = claim(2).get(1);
		assertThat(next.id()).isEqualTo(third);
		finish(Outcome.interrupted(next));
		assertThat(claimIds(9)).containsExactly(third, second);
		assertThat(status(first)).isEqualTo(JobStatus.STARTED);
	}

	@Test
	void orderChangesForJobsThatWait() {
		List<JobId> ids = insert(4);
		order(Order.LIFO);
		assertThat(claimIds(1)).containsExactly(ids.get(3));
		order(Order.FIFO);
		assertThat(claimIds(1)).containsExactly(ids.get(0));
		order(Order.LIFO);
		assertThat(claimIds(9)).containsExactly(ids.get(2), ids.get(1));
	}

	@Test
	void jobThatFellDueLastIsFirst() {
		order(Order.LIFO);
		ClaimedJob retried = insertAndClaim();
		JobId waiting = insert();
		finish(Outcome.retry(retried, Duration.ofMillis(20), ERROR));
		await().until(() -> this.store.maintenance().promote(QUEUE, 10) == 1);
		assertThat(claimIds(9)).containsExactly(retried.id(), waiting);
	}

	@Test
	void suspectIsClaimedAlone() {
		JobId suspect = insert();
		for (int i = 0; i < ClaimedJob.SUSPECT_LOSSES; i++) {
			lose();
		}
		order(Order.LIFO);
		JobId other = insert();
		JobId newest = insert();
		assertThat(claimIds(9)).containsExactly(newest, other);
		insert();
		assertThat(claimIds(1)).doesNotContain(suspect);
		assertThat(claimIds(9)).containsExactly(suspect);
	}

	@Test
	void otherQueuesKeepTheirOrder() {
		order(Order.LIFO);
		JobId first = insert(JobSpec.in(OTHER_QUEUE));
		JobId second = insert(JobSpec.in(OTHER_QUEUE));
		assertThat(this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 9, LONG)).jobs())
			.extracting(ClaimedJob::id)
			.containsExactly(first, second);
	}

	@Test
	void keysOfLimitsDoNotChangeTheOrder() {
		order(Order.LIFO);
		JobId plain = insert();
		List<JobId> acme = insertUnder(2, ACME);
		JobId high = insert(job().limits(BETA).priority(5));
		JobId beta = insertUnder(BETA);
		JobId newest = insert();
		assertThat(claimIds(3)).containsExactly(high, newest, beta);
		JobId late = insertUnder(ACME);
		assertThat(claimIds(9)).containsExactly(late, acme.get(1), acme.get(0), plain);
		assertThat(claim(9)).isEmpty();
		assertThat(running(ACME)).isEqualTo(3);
	}

	@Test
	void limitsAreAppliedWhenTheOrderHasChanged() {
		order(Order.LIFO);
		List<JobId> ids = insertUnder(4, ACME);
		ClaimedJob newest = claimOne(ids.get(3));
		order(Order.FIFO);
		limit("tenant", 2);
		assertThat(claimIds(9)).containsExactly(ids.get(0));
		succeed(newest);
		assertThat(claimIds(9)).containsExactly(ids.get(1));
	}

	@Test
	void holdDoesNotChangeTheOrder() {
		order(Order.LIFO);
		List<JobId> ids = insert(3);
		limits().holdBack(QUEUE, "", LATER);
		assertThat(claim(9)).isEmpty();
		assertThat(awaitClaim().id()).isEqualTo(ids.get(2));
		limits().holdBack(QUEUE, ACME, LONG);
		JobId held = insertUnder(ACME);
		JobId beta = insertUnder(BETA);
		insertUnder(ACME);
		JobId newest = insert();
		assertThat(claimIds(1)).containsExactly(newest);
		assertThat(claimIds(9)).containsExactly(beta, ids.get(1), ids.get(0));
		assertThat(status(held)).isEqualTo(JobStatus.QUEUED);
	}

	@Test
	void priorityIsAboveAgeWhileALimitIsHeldBack() {
		order(Order.LIFO);
		limits().holdBack(QUEUE, ACME, LONG);
		JobId low = insertUnder(BETA);
		insert(job().limits(ACME).priority(9));
		JobId high = insert(job().limits(BETA).priority(5));
		JobId higher = insert(job().priority(5));
		JobId plain = insert();
		assertThat(claimIds(9)).containsExactly(higher, high, plain, low);
	}

	@Test
	void manyJobsThatAreHeldBackKeepNoOtherFromStarting() {
		order(Order.LIFO);
		limits().holdBack(QUEUE, ACME, LONG);
		List<JobId> others = new ArrayList<>(insert(2));
		others.addAll(insertUnder(2, BETA));
		insertUnder(700, ACME);
		List<JobId> claimed = new ArrayList<>();
		await().until(() -> {
			claimed.addAll(claimIds(9));
			return claimed.size() >= others.size();
		});
		assertThat(claimed).containsExactlyInAnyOrderElementsOf(others);
	}

	@Test
	void jobsThatWereHeldBackStartAtTheEndOfTheTime() {
		order(Order.LIFO);
		limits().holdBack(QUEUE, ACME, LATER);
		List<JobId> ids = insertUnder(2, ACME);
		ClaimRequest request = new ClaimRequest(QUEUE, WORKER, 1, LONG);
		ClaimResult held = this.store.feed().claim(request);
		assertThat(held.jobs()).isEmpty();
		assertThat(held.nextDue()).isBetween(Duration.ofMillis(1), LATER);
		assertThat(awaitClaim().id()).isEqualTo(ids.get(1));
		assertThat(claimIds(1)).containsExactly(ids.get(0));
		ClaimResult none = this.store.feed().claim(request);
		assertThat(none.jobs()).isEmpty();
		assertThat(none.nextDue()).isNull();
	}

	@Test
	void limitsAreRefusedBesideIt() {
		order(Order.LIFO);
		assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> rules().update(QUEUE, (rules) -> rules.withOperatorLimit("", Limit.ofMaxRunning(3))))
			.withMessageContainingAll("'" + QUEUE + "'", "lifo", "limits");
		assertThat(rules().rules(QUEUE).bounds()).isEmpty();
		order(Order.FIFO);
		rules().update(QUEUE, (rules) -> rules.withOperatorLimit("", Limit.ofMaxRunning(3)));
		assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> order(Order.LIFO));
	}

}
