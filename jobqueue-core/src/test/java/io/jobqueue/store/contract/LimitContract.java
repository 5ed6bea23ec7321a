package io.jobqueue.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.UniqueKey;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitUse;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

abstract class LimitContract extends LimitScene {

	@Test
	void noMoreJobsOfAQueueRunThanItsBound() {
		limit("", 2);
		List<JobId> ids = insert(5);
		List<ClaimedJob> first = claim(10);
		assertThat(first).extracting(ClaimedJob::id).containsExactlyElementsOf(ids.subList(0, 2));
		assertThat(claim(10)).isEmpty();
		succeed(first.get(0));
		assertThat(claimIds(10)).containsExactly(ids.get(2));
	}

	@Test
	void noMoreJobsOfAValueRunThanTheBoundOfItsClass() {
		limit("tenant", 1);
		List<JobId> acme = insertUnder(3, ACME);
		JobId beta = insertUnder(BETA);
		JobId plain = insert();
		List<ClaimedJob> first = claim(10);
		assertThat(first).extracting(ClaimedJob::id).containsExactlyInAnyOrder(acme.get(0), beta, plain);
		assertThat(claim(10)).isEmpty();
		first.stream().filter((job) -> job.id().equals(acme.get(0))).forEach(this::succeed);
		assertThat(claimIds(10)).containsExactly(acme.get(1));
	}

	@Test
	void boundOfAValueGoesBeforeThatOfItsClass() {
		limit("tenant", 1);
		limit(ACME, 3);
		insertUnder(5, ACME);
		insertUnder(5, BETA);
		assertThat(claim(10)).hasSize(4);
	}

	@Test
	void jobStartsWhenEachOfItsLimitsHasRoom() {
		limit("task:send", 2);
		limit("tenant", 1);
		JobId one = insertUnder("task:send", ACME);
		JobId two = insertUnder("task:send", ACME);
		JobId three = insertUnder("task:send", BETA);
		JobId four = insertUnder("task:send", "tenant=gamma");
		List<ClaimedJob> first = claim(10);
		assertThat(first).extracting(ClaimedJob::id).containsExactlyInAnyOrder(one, three);
		succeed(first.get(1));
		List<ClaimedJob> second = claim(10);
		assertThat(second).extracting(ClaimedJob::id).containsExactly(four);
		succeed(second.get(0));
		assertThat(claim(10)).isEmpty();
		succeed(first.get(0));
		assertThat(claimIds(10)).containsExactly(two);
	}

	@Test
	void jobsUnderLimitsWithoutABoundAllStart() {
		JobId one = insertUnder(ACME);
		JobId two = insert();
		JobId three = insertUnder(BETA);
		JobId four = insertUnder(ACME);
		assertThat(claimIds(10)).containsExactlyInAnyOrder(one, two, three, four).containsSubsequence(one, four);
	}

	@Test
	void priorityCountsInsideAndBetweenLimits() {
		limit("tenant", 1);
		JobId low = insert(job().limits(ACME).priority(-5));
		JobId normal = insertUnder(BETA);
		JobId high = insert(job().limits(ACME).priority(5));
		List<ClaimedJob> first = claim(10);
		assertThat(first).extracting(ClaimedJob::id).containsExactly(high, normal);
		succeed(first.get(0));
		assertThat(claimIds(10)).containsExactly(low);
	}

	@Test
	void urgentJobGoesBeforeOneThatHadTheTurnOfALimit() {
		limit("task:send", 1);
		ClaimedJob running = claimOne(insertUnder("task:send"));
		List<JobId> others = List.of(insert(job().limits("task:send", ACME).priority(1)), insertUnder("task:send"));
		assertThat(claim(10)).isEmpty();
		succeed(running);
		succeed(claimOne(insert(job().limits("task:send").priority(5))));
		others.forEach((other) -> succeed(claimOne(other)));
	}

	@Test
	void raisedBoundLetsMoreJobsStartAndALoweredOneFewer() {
		limit("tenant", 1);
		insertUnder(10, ACME);
		List<ClaimedJob> jobs = new ArrayList<>(claim(10));
		assertThat(jobs).hasSize(1);
		limit("tenant", 4);
		jobs.addAll(claim(10));
		assertThat(jobs).hasSize(4);
		limit("tenant", 2);
		succeed(jobs.remove(0));
		succeed(jobs.remove(0));
		assertThat(claim(10)).isEmpty();
		succeed(jobs.remove(0));
		assertThat(claim(10)).hasSize(1);
		limit("tenant", null);
		assertThat(claim(10)).hasSize(5);
	}

	@Test
	void boundOfZeroHoldsAllJobsBack() {
		limit(ACME, 0);
		JobId held = insertUnder(ACME);
		JobId other = insertUnder(BETA);
		assertThat(claimIds(10)).containsExactly(other);
		assertThat(claim(10)).isEmpty();
		assertThat(status(held)).isEqualTo(JobStatus.QUEUED);
		limit(ACME, null);
		assertThat(claimIds(10)).containsExactly(held);
	}

	@Test
	void manyBlockedJobsHoldUpNoOther() {
		limit(ACME, 0);
		insertUnder(600, ACME);
		List<JobId> others = insertUnder(30, BETA);
		List<JobId> plain = insert(30);
		List<JobId> claimed = new ArrayList<>();
		for (int i = 0; i < 10 && claimed.size() < 60; i++) {
			claimed.addAll(claimIds(20));
		}
		assertThat(claimed).containsExactlyInAnyOrderElementsOf(
				IntStream.range(0, 60).mapToObj((i) -> (i < 30) ? others.get(i) : plain.get(i - 30)).toList());
	}

	@Test
	void jobsUnderLimitsAreFoundCountedAndSearched() {
		limit("tenant", 1);
		List<JobId> ids = insertUnder(3, ACME);
		claim();
		assertThat(claim(10)).isEmpty();
		assertThat(size(JobStatus.QUEUED)).isEqualTo(2);
		assertThat(size(JobStatus.STARTED)).isEqualTo(1);
		assertThat(this.store.queries().queue(QUEUE).oldestAge()).isNotNull();
		assertThat(status(ids.get(2))).isEqualTo(JobStatus.QUEUED);
		assertThat(limits().limitsOf(QUEUE, ids.get(2))).containsExactly(ACME);
		assertThat(limits().limitsOf(QUEUE, insert())).isEmpty();
		assertThat(
				new JobSearch(this.store.queries()).search(JobQuery.all().inQueue(QUEUE).withStatus(JobStatus.QUEUED))
					.jobs())
			.hasSize(3);
	}

	@Test
	void claimSaysThatLimitsApply() {
		insert();
		assertThat(claim(WORKER, 10, LONG).isLimited()).isFalse();
		limit("tenant", 1);
		assertThat(claim(WORKER, 10, LONG).rules()).isEqualTo(1);
	}

	@Test
	void noJobOfALimitedQueueIsClaimedAhead() {
		limit("tenant", 5);
		insertUnder(10, ACME);
		ClaimResult result = this.store.feed().claim(new ClaimRequest(QUEUE, WORKER, 10, 2, LONG));
		assertThat(result.jobs()).hasSize(2);
		assertThat(this.store.feed().claim(new ClaimRequest(QUEUE, WORKER, 10, 0, LONG)).jobs()).isEmpty();
		assertThat(running(ACME)).isEqualTo(2);
	}

	/** A worker may start them at any time. */
	@Test
	void jobsClaimedAheadCountForABoundThatIsSetLater() {
		insert(8);
		List<ClaimedJob> ahead = this.store.feed().claim(new ClaimRequest(QUEUE, WORKER, 4, 1, LONG)).jobs();
		assertThat(ahead).hasSize(4);
		limit(LimitName.QUEUE, 3);
		assertThat(claim(OTHER_WORKER, 4, LONG).jobs()).isEmpty();
		ahead.subList(0, 2).forEach(this::succeed);
		assertThat(claim(OTHER_WORKER, 4, LONG).jobs()).hasSize(1);
	}

	@Test
	void jobThatWaitsForALimitIsReplacedAgainAndAgainAndRunsOnce() {
		limit("tenant", 1);
		UniqueKey key = UniqueKey.of("k").replace();
		ClaimedJob running = claimOne(insertUnder(ACME));
		JobId owner = insert(job().limits(ACME).unique(key));
		assertThat(claim(5)).isEmpty();
		for (int i = 0; i < 3; i++) {
			assertThat(ownerOf(job().limits(ACME).payload("" + i).unique(key))).isEqualTo(owner);
		}
		assertThat(claim(5)).isEmpty();
		succeed(running);
		ClaimedJob replaced = claimOne(owner);
		assertThat(replaced.payload()).isEqualTo("2");
		assertThat(claim(5)).isEmpty();
		succeed(replaced);
		assertThat(size(JobStatus.QUEUED) + size(JobStatus.STARTED)).isZero();
	}

	@Test
	void jobThatIsPutOffLeavesItsTurnToTheNext() {
		limit("tenant", 1);
		UniqueKey key = UniqueKey.of("k").debounce(LONG);
		ClaimedJob running = claimOne(insertUnder(ACME));
		JobId owner = insert(job().limits(ACME).unique(key));
		JobId next = insertUnder(ACME);
		assertThat(claim(5)).isEmpty();
		succeed(running);
		assertThat(ownerOf(job().limits(ACME).delay(LONG).unique(key))).isEqualTo(owner);
		claimOne(next);
	}

	@Test
	void jobsUnderLimitsStartBeforeLaterOnesWithout() {
		limit(LimitName.QUEUE, 4);
		limit("task:send", 2);
		limit("tenant", 1);
		List<JobId> acme = insertUnder(8, "task:send", ACME);
		List<JobId> beta = insertUnder(8, "task:send", BETA);
		List<JobId> others = insertUnder(8, "tenant=gamma");
		List<JobId> plain = insert(8);
		assertThat(claim(10)).extracting(ClaimedJob::id)
			.containsExactly(acme.get(0), beta.get(0), others.get(0), plain.get(0));
	}

	@Test
	void usesNameTheLimitsWithRunningJobs() {
		limit("tenant", 2);
		insertUnder(3, "task:send", ACME);
		claim(10);
		assertThat(limits().uses(QUEUE, List.of())).extracting(LimitUse::name, LimitUse::running)
			.containsExactly(tuple("task:send", 2), tuple(ACME, 2));
		assertThat(limits().uses(QUEUE, List.of("", BETA))).extracting(LimitUse::running).containsExactly(2, 0);
	}

	@Test
	void pausedQueueGivesNothingOfItsLanes() {
		limit("tenant", 1);
		insertUnder(2, ACME);
		this.store.actions().pause(QUEUE);
		assertThat(claim(10)).isEmpty();
		this.store.actions().resume(QUEUE);
		assertThat(claim(10)).hasSize(1);
	}

	@Test
	void jobsThatALimitHoldsBackAreCounted() {
		assertThat(limits().held(QUEUE)).isEmpty();
		limit("tenant", 1);
		limit("task:send", Limit.ofRate(Rate.of("1/1h")));
		insertUnder(4, ACME);
		insertUnder(2, BETA);
		insertUnder(6, "task:send");
		insertUnder(2, ACME, "size=1");
		insert();
		List<ClaimedJob> jobs = claim(10);
		assertThat(jobs).hasSize(4);
		assertThat(claim(10)).isEmpty();
		assertThat(limits().held(QUEUE)).isEqualTo(Map.of(ACME, 5L, BETA, 1L, "task:send", 5L));
		limit("tenant", 9);
		assertThat(claim(10)).hasSize(6);
		assertThat(limits().held(QUEUE)).isEqualTo(Map.of("task:send", 5L));
		assertThat(limits().held(OTHER_QUEUE)).isEmpty();
	}

}
