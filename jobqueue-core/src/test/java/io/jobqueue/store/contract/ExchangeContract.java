package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Exchange;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * To store outcomes and to claim in one call comes to the same as to do one after the
 * other.
 */
abstract class ExchangeContract extends StoreContract {

	@Test
	void outcomesAreStoredAndJobsClaimed() {
		List<JobId> ids = insert(3);
		ClaimedJob first = claim();
		Exchange exchange = exchange(5, Outcome.success(first, "1"));
		assertThat(exchange.finished()).containsExactly(FinishResult.APPLIED);
		assertThat(exchange.claimed().jobs()).extracting(ClaimedJob::id).containsExactly(ids.get(1), ids.get(2));
		assertThat(info(ids.get(0)).result()).isEqualTo("1");
		assertThat(size(JobStatus.STARTED)).isEqualTo(2);
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(1);
	}

	@Test
	void nothingToStoreIsAClaim() {
		JobId id = insert();
		Exchange exchange = exchange(1);
		assertThat(exchange.finished()).isEmpty();
		assertThat(exchange.claimed().jobs()).extracting(ClaimedJob::id).containsExactly(id);
	}

	@ParameterizedTest
	@EnumSource
	void nothingToClaimStoresAllTheSame(Outcome.Kind kind) {
		ClaimedJob job = insertAndClaim();
		this.store.actions().pause(QUEUE);
		Exchange exchange = exchange(5, outcome(job, kind));
		assertThat(exchange.finished()).containsExactly(FinishResult.APPLIED);
		assertThat(exchange.claimed().jobs()).isEmpty();
		assertThat(exchange.claimed().paused()).isTrue();
		assertThat(size(JobStatus.STARTED)).isZero();
	}

	@Test
	void repeatedOutcomesAreAlreadyApplied() {
		insert(2);
		ClaimedJob job = claim();
		exchange(1, Outcome.success(job, null));
		assertThat(exchange(1, Outcome.success(job, null)).finished()).containsExactly(FinishResult.ALREADY_APPLIED);
		assertThat(size(JobStatus.STARTED)).isEqualTo(1);
	}

	@Test
	void eachOutcomeHasItsOwnResult() {
		insert(4);
		List<ClaimedJob> jobs = claim(4);
		this.store.actions().cancel(jobs.get(1).id());
		Exchange exchange = exchange(1, Outcome.success(jobs.get(0), null), Outcome.success(jobs.get(1), null),
				Outcome.retry(jobs.get(2), Duration.ofHours(1), ERROR),
				Outcome.end(jobs.get(3), JobStatus.FAILED, ERROR));
		assertThat(exchange.finished()).containsExactly(FinishResult.APPLIED, FinishResult.STALE, FinishResult.APPLIED,
				FinishResult.APPLIED);
		assertThat(exchange.claimed().nextDue()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
		assertThat(jobs).extracting((job) -> status(job.id()))
			.containsExactly(JobStatus.SUCCESS, JobStatus.CANCELLED, JobStatus.RETRY, JobStatus.FAILED);
		assertThat(this.store.queries().failures()).singleElement().returns(1L, (group) -> group.count());
	}

	@Test
	void jobGivenBackIsClaimedAgainAtOnce() {
		ClaimedJob job = insertAndClaim();
		Exchange exchange = exchange(1, Outcome.interrupted(job));
		assertThat(exchange.claimed().jobs()).singleElement()
			.returns(job.id(), ClaimedJob::id)
			.returns(2, ClaimedJob::delivery);
		assertThat(status(job.id())).isEqualTo(JobStatus.STARTED);
	}

	@Test
	void anyNumberIsStoredAndClaimed() {
		insert(700);
		List<ClaimedJob> first = claim(450);
		Exchange exchange = exchange(500,
				first.stream().map((job) -> Outcome.success(job, "\"done\"")).toArray(Outcome[]::new));
		assertThat(exchange.finished()).hasSize(450).containsOnly(FinishResult.APPLIED);
		assertThat(exchange.claimed().jobs()).hasSize(250);
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(450);
		assertThat(size(JobStatus.STARTED)).isEqualTo(250);
	}

	@Test
	void backlogIsWorkedOff() {
		List<JobId> ids = insert(95);
		List<JobId> ended = new ArrayList<>();
		List<ClaimedJob> jobs = exchange(10).claimed().jobs();
		while (!jobs.isEmpty()) {
			jobs.forEach((job) -> ended.add(job.id()));
			jobs = exchange(10, jobs.stream().map((job) -> Outcome.success(job, null)).toArray(Outcome[]::new))
				.claimed()
				.jobs();
		}
		assertThat(ended).isEqualTo(ids);
		assertThat(IntStream.range(0, 95).mapToObj((i) -> status(ids.get(i)))).containsOnly(JobStatus.SUCCESS);
	}

	private Exchange exchange(int limit, Outcome... outcomes) {
		return this.store.feed().exchange(new ClaimRequest(QUEUE, WORKER, limit, LONG), List.of(outcomes));
	}

	private static Outcome outcome(ClaimedJob job, Outcome.Kind kind) {
		return switch (kind) {
			case END -> Outcome.success(job, null);
			case RETRY -> Outcome.retry(job, Duration.ofHours(1), ERROR);
			case INTERRUPT -> Outcome.interrupted(job);
			case LOSS -> Outcome.lost(job);
			case RELEASE -> Outcome.release(job.id(), job.delivery());
			case UNKNOWN_TASK -> Outcome.unknownTask(job, Duration.ofHours(1));
		};
	}

}
