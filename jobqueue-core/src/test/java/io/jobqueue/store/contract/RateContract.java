package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.limit.QueueRules;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class RateContract extends LimitScene {

	private static final Duration HOLD = Duration.ofMillis(300);

	@Test
	void queueThatIsHeldBackGivesNothing() {
		insert();
		limits().holdBack(QUEUE, "", Duration.ofHours(1));
		ClaimResult result = claim(WORKER, 10, LONG);
		assertThat(result.jobs()).isEmpty();
		assertThat(result.nextDue()).isBetween(Duration.ofMinutes(55), Duration.ofHours(1).plusMillis(1));
		assertThat(limits().uses(QUEUE, List.of("")).get(0).delay()).isPositive();
	}

	@Test
	void queueThatIsHeldBackGivesJobsAfterThat() {
		insert();
		Instant before = claim().startedAt();
		insert();
		limits().holdBack(QUEUE, "", HOLD);
		assertThat(awaitClaim().startedAt()).isAfterOrEqualTo(before.plus(HOLD));
	}

	@Test
	void limitThatIsHeldBackHoldsUpNoOther() {
		insertUnder(ACME);
		JobId other = insertUnder(BETA);
		limits().holdBack(QUEUE, ACME, Duration.ofHours(1));
		assertThat(claimIds(10)).containsExactly(other);
	}

	@Test
	void limitThatIsHeldBackGivesJobsAfterThat() {
		insertUnder(BETA);
		Instant before = claim().startedAt();
		JobId held = insertUnder(ACME);
		limits().holdBack(QUEUE, ACME, HOLD);
		ClaimedJob job = awaitClaim();
		assertThat(job.id()).isEqualTo(held);
		assertThat(job.startedAt()).isAfterOrEqualTo(before.plus(HOLD));
	}

	@Test
	void rateOfAQueueIsNeverExceeded() {
		limit("", Limit.ofRate(new Rate(10, Duration.ofMillis(400))));
		insert(40);
		assertRate(starts(24), 10, 400);
	}

	@Test
	void rateOfAValueIsNeverExceeded() {
		limit("tenant", Limit.ofRate(new Rate(20, Duration.ofMillis(400))));
		insertUnder(60, ACME);
		assertRate(starts(40), 20, 400);
	}

	@Test
	void rateAndBoundApplyTogether() {
		limit("tenant", new Limit(1, new Rate(5, Duration.ofMillis(200))));
		insertUnder(12, ACME);
		List<Instant> starts = new ArrayList<>();
		await().until(() -> {
			ClaimResult result = claim(WORKER, 10, LONG);
			assertThat(result.jobs()).hasSizeLessThan(2);
			result.jobs().forEach((job) -> {
				starts.add(job.startedAt());
				succeed(job);
			});
			return starts.size() == 12;
		});
		assertRate(starts, 5, 200);
	}

	@Test
	void rateThatReplacesASlowerOneAppliesAtOnce() {
		limit("", Limit.ofRate(new Rate(1, Duration.ofDays(1))));
		insert(40);
		assertThat(claim(10)).hasSize(1);
		limit("", Limit.ofRate(new Rate(10, Duration.ofMillis(400))));
		assertThat(limits().uses(QUEUE, List.of("")).get(0).delay()).isZero();
		assertThat(claim(10)).hasSize(1);
		assertRate(starts(24), 10, 400);
	}

	@Test
	void rateOfAValueThatReplacesASlowerOneAppliesAtOnce() {
		limit("tenant", Limit.ofRate(new Rate(1, Duration.ofDays(1))));
		insertUnder(20, ACME);
		insertUnder(20, BETA);
		assertThat(claim(10)).hasSize(2);
		assertThat(claim(10)).isEmpty();
		limit("tenant", Limit.ofRate(new Rate(10, Duration.ofMillis(400))));
		assertThat(claim(10)).hasSize(2);
		starts(24);
	}

	@Test
	void slowerRateAppliesFromTheNextStartOn() {
		limit("", Limit.ofRate(new Rate(10, Duration.ofSeconds(1))));
		insert(3);
		assertThat(claim(1)).hasSize(1);
		limit("", Limit.ofRate(new Rate(1, Duration.ofDays(1))));
		await().until(() -> claim(1).size() == 1);
		assertThat(claim(WORKER, 1, LONG).nextDue()).isGreaterThan(Duration.ofHours(23));
	}

	@Test
	void fasterRateWithoutAStartLeavesThoseOfTheSlowerOne() {
		Limit slow = Limit.ofRate(new Rate(1, Duration.ofDays(1)));
		limit("tenant", slow);
		insertUnder(5, ACME, "region=north");
		assertThat(claim(1)).hasSize(1);
		assertThat(claim(1)).isEmpty();
		limit("region", Limit.ofMaxRunning(0));
		limit("tenant", Limit.ofRate(new Rate(10, Duration.ofMillis(400))));
		assertThat(claim(1)).isEmpty();
		limit("tenant", slow);
		limit("region", Limit.NONE);
		assertThat(claim(1)).isEmpty();
		assertThat(limits().uses(QUEUE, List.of(ACME)).get(0).delay()).isGreaterThan(Duration.ofHours(23));
	}

	private List<Instant> starts(int count) {
		List<Instant> starts = new ArrayList<>();
		await().until(() -> {
			claim(100).forEach((job) -> starts.add(job.startedAt()));
			return starts.size() >= count;
		});
		return starts;
	}

	/** In no period that ends with a start there are more starts than allowed. */
	private static void assertRate(List<Instant> starts, int most, int millis) {
		for (Instant end : starts) {
			Instant begin = end.minusMillis(millis);
			assertThat(starts.stream().filter((start) -> start.isAfter(begin) && !start.isAfter(end)).count())
				.isLessThanOrEqualTo(most);
		}
	}

	@Test
	void onlyOneIdleWorkerClaimsWhenARateAllowsTheNextStart() {
		limit("", Limit.ofRate(new Rate(1, Duration.ofMinutes(1))));
		insert(3);
		claim();
		assertThat(claim(WORKER, 1, LONG).nextDue()).isGreaterThan(Duration.ofSeconds(50));
		assertThat(claim(OTHER_WORKER, 1, LONG).nextDue()).isNull();
		assertThat(claim(WORKER, 1, LONG).nextDue()).isNotNull();
	}

	@Test
	void fairQueueGivesTheValuesTurns() {
		rules((rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant"));
		insertUnder(200, "task:send", "tenant=huge");
		insertUnder(60, "tenant=huge");
		insertUnder(50, "tenant=mid");
		insert(50);
		JobId one = insertUnder("tenant=one");
		List<ClaimedJob> jobs = new ArrayList<>();
		while (jobs.size() < 100) {
			List<ClaimedJob> some = claim(10);
			assertThat(some).isNotEmpty();
			some.forEach(this::succeed);
			jobs.addAll(some);
		}
		assertThat(jobs.subList(0, 10)).extracting(ClaimedJob::id).contains(one);
		Map<String, Integer> counts = new HashMap<>();
		jobs.forEach((job) -> counts.merge(tenant(job), 1, Integer::sum));
		assertThat(counts.get("tenant=huge")).isBetween(31, 35);
		assertThat(counts.get("tenant=mid")).isBetween(31, 35);
		assertThat(counts.get("")).isBetween(31, 35);
	}

	@Test
	void valuesWithoutAnEarlierTurnTakeTurnsInOneClaim() {
		rules((rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant"));
		JobId first = insertUnder(ACME);
		List<JobId> beta = insertUnder(2, BETA);
		JobId second = insertUnder(ACME);
		assertThat(claimIds(3)).containsExactly(first, beta.get(0), second);
	}

	@Test
	void claimOfAFairQueueSaysWhenTheRateOfAValueAllowsTheNextStart() {
		rules((rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant"));
		limit("tenant", Limit.ofRate(new Rate(10, Duration.ofSeconds(5))));
		insertUnder(6, ACME);
		assertThat(claim(10)).hasSize(2);
		assertThat(claim(WORKER, 10, LONG).nextDue()).isLessThan(Duration.ofMillis(600));
	}

	private static String tenant(ClaimedJob job) {
		return job.limits().stream().filter((name) -> name.startsWith("tenant=")).findFirst().orElse("");
	}

	@Test
	void jobsOfAQueueThatIsNoLongerFairAreClaimed() {
		rules((rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant"));
		List<JobId> ids = insert(3);
		rules((rules) -> rules.withOrder(QueueRules.Order.FIFO, null));
		assertThat(claimIds(10)).containsExactlyElementsOf(ids);
	}

	@Test
	void priorityGoesBeforeFairTurns() {
		rules((rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant"));
		insertUnder(5, ACME);
		insertUnder(5, BETA);
		assertThat(claim(4)).hasSize(4);
		JobId high = insert(job().limits(ACME).priority(1));
		assertThat(claim(1)).extracting(ClaimedJob::id).containsExactly(high);
	}

}
