package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class ScheduleContract extends StoreContract {

	@Test
	void delayedJobIsScheduled() {
		JobInfo info = info(insert(job().delay(LONG)));
		assertThat(info.status()).isEqualTo(JobStatus.SCHEDULED);
		assertThat(info.dueAt()).isBetween(info.createdAt().plus(LONG).minusMillis(1),
				info.createdAt().plus(LONG).plusMillis(1));
		assertThat(claim(5)).isEmpty();
	}

	@Test
	void delayedJobIsClaimedOnceItIsDue() {
		JobId id = insert(job().delay(SHORT));
		ClaimedJob job = awaitClaim();
		assertThat(job.id()).isEqualTo(id);
		assertThat(job.startedAt()).isAfterOrEqualTo(job.dueAt());
		assertThat(Duration.between(job.createdAt(), job.dueAt())).isGreaterThanOrEqualTo(SHORT.minusMillis(1));
	}

	@Test
	void zeroDelayAndThePastAreNow() {
		assertThat(status(insert(job().delay(Duration.ZERO)))).isEqualTo(JobStatus.QUEUED);
		JobInfo past = info(insert(job().dueAt(Instant.parse("2001-01-01T00:00:00Z"))));
		assertThat(past.status()).isEqualTo(JobStatus.QUEUED);
		assertThat(past.dueAt()).isEqualTo(past.createdAt());
	}

	@Test
	void dueAtIsATimeOfTheStore() {
		Instant now = info(insert()).createdAt();
		claim();
		JobId later = insert(job().dueAt(now.plus(LONG)));
		JobId soon = insert(job().dueAt(now.plusMillis(300)));
		assertThat(status(later)).isEqualTo(JobStatus.SCHEDULED);
		assertThat(info(later).dueAt()).isBetween(now.plus(LONG).minusMillis(1), now.plus(LONG));
		assertThat(awaitClaim().id()).isEqualTo(soon);
	}

	@Test
	void retryIsClaimedOnceItIsDue() {
		ClaimedJob first = insertAndClaim();
		finish(Outcome.retry(first, SHORT, ERROR));
		ClaimedJob second = awaitClaim();
		assertThat(second.id()).isEqualTo(first.id());
		assertThat(second.attempt()).isEqualTo(2);
		assertThat(Duration.between(first.startedAt(), second.startedAt()))
			.isGreaterThanOrEqualTo(SHORT.minusMillis(1));
	}

	@Test
	void nextDueIsTheTimeToTheNextJob() {
		insert(job().delay(LONG.multipliedBy(2)));
		insert(job().delay(LONG));
		assertThat(claim(WORKER, 1, LONG).nextDue()).isBetween(Duration.ofMinutes(3), LONG);
	}

	@Test
	void nextDueKnowsRetries() {
		finish(Outcome.retry(insertAndClaim(), LONG, ERROR));
		assertThat(claim(WORKER, 1, LONG).nextDue()).isBetween(Duration.ofMinutes(3), LONG);
	}

	@Test
	void nothingScheduledIsNoNextDue() {
		insert();
		assertThat(claim(WORKER, 1, LONG).nextDue()).isNull();
	}

	@Test
	void promoteMovesWhatIsDue() {
		JobId id = insert(job().delay(SHORT));
		JobId later = insert(job().delay(LONG));
		await().until(() -> this.store.maintenance().promote(QUEUE, 100) == 1);
		assertThat(status(id)).isEqualTo(JobStatus.QUEUED);
		assertThat(status(later)).isEqualTo(JobStatus.SCHEDULED);
		assertThat(this.store.maintenance().promote(QUEUE, 100)).isZero();
	}

	@Test
	void promoteIsBounded() {
		insert(job().delay(SHORT));
		insert(job().delay(SHORT));
		insert(job().delay(SHORT.plusMillis(1)));
		await().until(() -> this.store.queries().queue(QUEUE).oldestAge() != null
				&& this.store.queries().queue(QUEUE).oldestAge().compareTo(SHORT) > 0);
		assertThat(this.store.maintenance().promote(QUEUE, 2)).isEqualTo(2);
		assertThat(this.store.maintenance().promote(QUEUE, 2)).isEqualTo(1);
	}

	@Test
	void dueJobsGoByPriorityAndThenAsTheyFellDue() {
		// So far apart that no pause of the machine between the inserts turns them round.
		JobId second = insert(job().delay(SHORT.plusMillis(500)));
		JobId first = insert(job().delay(SHORT));
		JobId high = insert(job().delay(SHORT.plusMillis(600)).priority(1));
		await().until(() -> {
			this.store.maintenance().promote(QUEUE, 100);
			return size(JobStatus.QUEUED) == 3;
		});
		assertThat(claimIds(5)).containsExactly(high, first, second);
	}

	@Test
	void dueJobOfHighestPriorityIsClaimedBeforeAllThatFellDueEarlier() {
		List<NewJob> jobs = manyScheduled();
		JobId high = insert(job().delay(SHORT.plusMillis(50)).priority(100));
		awaitDue(jobs.get(0).id(), high);
		assertThat(claimIds(1)).containsExactly(high);
		assertThat(claim(5)).hasSize(5);
	}

	@Test
	void dueRetryOfHighestPriorityIsClaimedBeforeAllThatFellDueEarlier() {
		insert(job().priority(100));
		ClaimedJob high = claim();
		List<NewJob> jobs = manyScheduled();
		finish(Outcome.retry(high, SHORT.plusMillis(50), null));
		awaitDue(jobs.get(0).id(), high.id());
		assertThat(claimIds(1)).containsExactly(high.id());
	}

	@Test
	void retriesAndScheduledJobsAreClaimedAsTheyFellDue() {
		ClaimedJob first = insertAndClaim();
		ClaimedJob last = insertAndClaim();
		finish(Outcome.retry(first, Duration.ofMillis(1), null));
		List<NewJob> jobs = manyScheduled();
		finish(Outcome.retry(last, SHORT.plusMillis(50), null));
		awaitDue(jobs.get(0).id(), last.id());
		assertThat(claimIds(1)).containsExactly(first.id());
		List<JobId> rest = claimIds(jobs.size());
		assertThat(rest).hasSize(jobs.size()).doesNotContain(last.id());
		assertThat(claimIds(2)).containsExactly(last.id());
	}

	/** More than one step of a claim makes ready. */
	private List<NewJob> manyScheduled() {
		List<NewJob> jobs = IntStream.range(0, 1_100).mapToObj((i) -> job().delay(SHORT).build()).toList();
		this.store.intake().insert(jobs);
		return jobs;
	}

	/** Wait until a job is due, by the age of one that fell due before. */
	private void awaitDue(JobId earlier, JobId job) {
		Duration apart = Duration.between(info(earlier).dueAt(), info(job).dueAt());
		await().until(() -> {
			Duration age = this.store.queries().queue(QUEUE).oldestAge();
			return age != null && age.compareTo(apart.plusMillis(100)) > 0;
		});
	}

}
