package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.Rate;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.limit.QueueRules;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A suspect runs alone: what it costs the jobs behind it. */
abstract class SuspectContract extends LimitScene {

	private static final String GAMMA = "tenant=gamma";

	private void fair() {
		rules((rules) -> rules.withOrder(QueueRules.Order.FAIR, "tenant"));
	}

	private JobId suspect(JobSpec spec) {
		JobId id = insert(spec);
		assertThat(lose().id()).isEqualTo(id);
		assertThat(lose().id()).isEqualTo(id);
		return id;
	}

	@Test
	void suspectCostsNoValueOfAFairQueueItsTurn() {
		fair();
		suspect(job().limits(BETA));
		List<JobId> acme = insertUnder(2, ACME);
		JobId gamma = insertUnder(GAMMA);
		List<JobId> ids = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			ids.addAll(claimIds(3));
		}
		assertThat(ids).hasSize(4).containsSubsequence(gamma, acme.get(1));
	}

	@Test
	void suspectCostsNoOtherJobAStartOfItsRate() {
		limit("tenant", Limit.ofRate(new Rate(20, Duration.ofDays(1))));
		suspect(job());
		insertUnder(2, ACME);
		assertThat(claim(10)).hasSize(1);
		assertThat(claim(10)).hasSize(2);
	}

	@Test
	void suspectBehindAnInterruptedJobWaitsInAQueueThatHasBecomeFair() {
		JobId suspect = suspect(job().limits(BETA));
		JobId interrupted = insert(job().limits(GAMMA).priority(1));
		finish(Outcome.interrupted(claimOne(interrupted)));
		fair();
		JobId acme = insertUnder(ACME);
		assertThat(claimIds(9)).containsExactly(interrupted);
		assertThat(claimIds(9)).containsExactly(suspect);
		assertThat(claimIds(9)).containsExactly(acme);
	}

	@Test
	void suspectOfAHigherPriorityCostsNoValueItsTurn() {
		fair();
		JobId suspect = suspect(job().limits(BETA).priority(5));
		List<JobId> acme = insertUnder(2, ACME);
		List<JobId> high = List.of(insert(job().limits(ACME).priority(1)), insert(job().limits(GAMMA).priority(1)));
		JobId gamma = insertUnder(GAMMA);
		assertThat(claimIds(9)).containsExactly(suspect);
		assertThat(claimIds(2)).containsExactlyInAnyOrderElementsOf(high);
		assertThat(claimIds(2)).containsExactlyInAnyOrder(acme.get(0), gamma);
		assertThat(claimIds(2)).containsExactly(acme.get(1));
	}

	@Test
	void suspectTakesNoRoomOfSeveralLimits() {
		limit("tenant", 1);
		limit("region", Limit.ofRate(new Rate(10, Duration.ofDays(1))));
		JobId suspect = suspect(job().priority(5));
		JobId first = insertUnder(ACME, "region=eu");
		JobId second = insertUnder(ACME, "region=us");
		insertUnder(BETA, "region=eu");
		JobId free = insertUnder(GAMMA);
		assertThat(claimIds(9)).containsExactly(suspect);
		assertThat(running(ACME)).isZero();
		List<ClaimedJob> jobs = claim(9);
		assertThat(jobs).extracting(ClaimedJob::id).containsExactly(first, free);
		succeed(jobs.get(0));
		assertThat(claimIds(9)).containsExactly(second);
		assertThat(claim(9)).isEmpty();
	}

	@Test
	void suspectThatIsPutBackTakesNoRoom() {
		limit("tenant", new Limit(1, new Rate(10, Duration.ofDays(1))));
		JobId suspect = suspect(job().limits("region=eu"));
		JobId before = insert(job().priority(1));
		List<JobId> acme = insertUnder(2, ACME);
		assertThat(claimIds(9)).containsExactly(before);
		assertThat(claimIds(9)).containsExactly(suspect);
		ClaimedJob first = claimOne(acme.get(0));
		assertThat(claim(9)).isEmpty();
		succeed(first);
		assertThat(claim(9)).isEmpty();
	}

	@Test
	void suspectUnderALimitIsFirstWhenItIsClaimedAlone() {
		JobId suspect = suspect(job().limits(ACME));
		limit("tenant", Limit.ofRate(new Rate(10, Duration.ofDays(1))));
		JobId before = insert(job().priority(1));
		JobId behind = insertUnder(ACME);
		JobId other = insertUnder(BETA);
		assertThat(claimIds(9)).containsExactly(before);
		assertThat(claimIds(9)).containsExactly(suspect);
		assertThat(claimIds(9)).containsExactly(other);
		assertThat(status(behind)).isEqualTo(JobStatus.QUEUED);
	}

	@Test
	void suspectOfANewestFirstQueueChangesNoOrder() {
		rules((rules) -> rules.withOrder(QueueRules.Order.LIFO, null));
		JobId suspect = suspect(job().limits(BETA).priority(5));
		JobId interrupted = insert();
		List<JobId> acme = insertUnder(2, ACME);
		JobId plain = insert();
		JobId newest = insertUnder(BETA);
		assertThat(claimIds(9)).containsExactly(suspect);
		assertThat(claimIds(9)).containsExactly(newest, plain, acme.get(1), acme.get(0), interrupted);
		assertThat(running(ACME)).isEqualTo(2);
	}

	@Test
	void jobBehindASuspectCanBePutOff() {
		JobId suspect = suspect(job().priority(5));
		limit("tenant", 1);
		UniqueKey key = UniqueKey.of("k").debounce(LONG);
		JobId owner = insert(job().limits(ACME).unique(key));
		JobId behind = insertUnder(ACME);
		assertThat(claimIds(9)).containsExactly(suspect);
		assertThat(ownerOf(job().limits(ACME).unique(key).delay(LONG))).isEqualTo(owner);
		assertThat(status(owner)).isEqualTo(JobStatus.SCHEDULED);
		assertThat(claimIds(9)).containsExactly(behind);
	}

	@Test
	void suspectKeepsTheUniqueKeysOfOthers() {
		JobId suspect = suspect(job().priority(5));
		limit("tenant", 1);
		UniqueKey key = UniqueKey.of("k").untilStarted();
		JobId owner = insert(job().limits(ACME).unique(key));
		assertThat(claimIds(9)).containsExactly(suspect);
		assertThat(ownerOf(job().limits(ACME).unique(key))).isEqualTo(owner);
		assertThat(claimIds(9)).containsExactly(owner);
		assertThat(ownerOf(job().limits(ACME).unique(key))).isNull();
	}

}
