package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.InsertResult.Kind;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;
import io.jobqueue.store.job.UniqueTrait;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When a unique key is owned, and when it is free again. */
abstract class UniqueKeyContract extends StoreContract {

	private static final UniqueKey KEY = UniqueKey.of("order 42");

	@ParameterizedTest
	@EnumSource(value = JobStatus.class, names = { "SUCCESS", "FAILED", "MAX_RETRIES", "TIMEOUT", "ABORTED" })
	void keyIsFreeAfterAnyEndOfAnAttempt(JobStatus end) {
		ended(job().unique(KEY), end);
		assertFree();
	}

	@Test
	void keyIsFreeAfterASuccessOfALaterAttempt() {
		insert(job().unique(KEY));
		finish(Outcome.retry(claim(), Duration.ZERO, ERROR));
		assertOwned();
		finish(Outcome.success(awaitClaim(), null));
		assertFree();
	}

	@Test
	void keyIsFreeAfterACancelOfAWaitingOrRunningJob() {
		this.store.actions().cancel(insert(job().unique(KEY)));
		assertFree();
		this.store.actions().cancel(claimAs(insert(job().unique(KEY))).id());
		assertFree();
		this.store.actions().cancel(insert(job().delay(LONG).unique(KEY)));
		assertFree();
	}

	@Test
	void keyIsFreeAfterADelete() {
		this.store.actions().delete(insert(job().unique(KEY)));
		assertFree();
		this.store.actions().delete(insert(job().delay(LONG).unique(KEY)));
		assertFree();
	}

	@Test
	void keyIsFreeAfterAPoisonedJob() {
		insert(job().unique(KEY));
		claim(WORKER, 1, Duration.ofMillis(50));
		awaitReclaim(1, 1);
		assertFree();
	}

	@Test
	void keyIsOwnedThroughRetryInterruptReleaseAndLoss() {
		insert(job().unique(KEY));
		finish(Outcome.interrupted(claim()));
		assertOwned();
		finish(Outcome.release(claim().id(), 2));
		assertOwned();
		lose();
		assertOwned();
		finish(Outcome.retry(claim(), LONG, ERROR));
		assertOwned();
	}

	@Test
	void keyGoesAlongWithAMove() {
		insert(job().unique(KEY));
		ClaimedJob job = claim();
		finish(Outcome.retry(job, Duration.ZERO, ERROR).withQueue(OTHER_QUEUE));
		assertThat(put(JobSpec.in(OTHER_QUEUE).unique(KEY).build())).isEqualTo(new InsertResult(Kind.KEPT, job.id()));
		assertFree();
		ClaimedJob again = await()
			.until(() -> this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 1, LONG)).jobs(),
					(jobs) -> !jobs.isEmpty())
			.get(0);
		this.store.feed().finish(OTHER_QUEUE, WORKER, List.of(Outcome.success(again, null)));
		assertThat(put(JobSpec.in(OTHER_QUEUE).unique(KEY).build())).isEqualTo(InsertResult.INSERTED);
	}

	@Test
	void movedJobRunsWithoutAKeyThatAnotherOwns() {
		JobId other = insert(JobSpec.in(OTHER_QUEUE).unique(KEY));
		insert(job().unique(KEY));
		finish(Outcome.retry(claim(), Duration.ZERO, ERROR).withQueue(OTHER_QUEUE));
		assertThat(keys().owner(OTHER_QUEUE, name())).isEqualTo(other);
		await().until(() -> keys().owner(QUEUE, name()) == null);
	}

	@Test
	void repeatedFinishDoesNotFreeTheKeyOfTheNextOwner() {
		insert(job().unique(KEY));
		Outcome success = Outcome.success(claim(), null);
		finish(success);
		JobId next = insert(job().unique(KEY));
		assertThat(finish(success)).isEqualTo(FinishResult.ALREADY_APPLIED);
		assertThat(ownerOfKey()).isEqualTo(next);
	}

	@Test
	void keyUntilStartedIsFreeFromTheFirstClaimOn() {
		insert(job().unique(KEY.untilStarted()));
		assertOwned(KEY.untilStarted());
		ClaimedJob first = claim();
		JobId second = insert(job().unique(KEY.untilStarted()));
		finish(Outcome.retry(first, Duration.ZERO, ERROR));
		finish(Outcome
			.success(await().until(() -> claim(2), (jobs) -> jobs.stream().anyMatch((job) -> job.id().equals(second)))
				.get(0), null));
		assertThat(ownerOfKey()).isNull();
	}

	@Test
	void endOfAStartedJobDoesNotFreeTheKeyOfTheNextOwner() {
		insert(job().unique(KEY.untilStarted()));
		ClaimedJob first = claim();
		JobId second = insert(job().unique(KEY.untilStarted()));
		finish(Outcome.success(first, null));
		assertThat(ownerOfKey()).isEqualTo(second);
	}

	@Test
	void keyForATimeIsOwnedWhateverBecomesOfTheJobAndRunsOut() {
		UniqueKey brief = KEY.forTime(Duration.ofMillis(1500));
		JobId first = insert(job().unique(brief));
		finish(Outcome.success(claim(), null));
		this.store.actions().delete(first);
		assertThat(put(job().unique(brief).build())).isEqualTo(new InsertResult(Kind.KEPT, first));
		JobId second = await().until(() -> {
			NewJob next = job().unique(brief).build();
			return put(next).isInserted() ? next.id() : null;
		}, (id) -> id != null);
		assertThat(ownerOfKey()).isEqualTo(second);
	}

	@Test
	void keyForATimeIsFreedEarlyOnlyIfTheJobNeverRan() {
		UniqueKey hour = KEY.forTime(Duration.ofHours(1));
		this.store.actions().cancel(insert(job().unique(hour)));
		assertFree();
		this.store.actions().delete(insert(job().unique(hour)));
		assertFree();
		insert(job().unique(hour));
		ClaimedJob job = claim();
		finish(Outcome.retry(job, LONG, ERROR));
		this.store.actions().cancel(job.id());
		assertThat(ownerOfKey()).isEqualTo(job.id());
	}

	@Test
	void requeuedJobOwnsItsKeyAgainIfItIsFree() {
		JobId id = ended(job().unique(KEY), JobStatus.FAILED);
		this.store.actions().requeue(id);
		assertThat(ownerOfKey()).isEqualTo(id);
		assertOwned();
	}

	@Test
	void requeuedJobRunsWithoutAKeyThatAnotherOwns() {
		JobId id = ended(job().unique(KEY), JobStatus.FAILED);
		JobId owner = insert(job().unique(KEY));
		assertThat(this.store.actions().requeue(id)).isEqualTo(JobStatus.FAILED);
		assertThat(ownerOfKey()).isEqualTo(owner);
		claim(2).forEach((job) -> {
			if (job.id().equals(id)) {
				finish(Outcome.success(job, null));
			}
		});
		assertThat(ownerOfKey()).isEqualTo(owner);
	}

	@Test
	void keyIsReleasedWhoeverOwnsIt() {
		JobId id = insert(job().unique(KEY));
		assertThat(keys().release(QUEUE, name())).isEqualTo(id);
		assertThat(keys().release(QUEUE, name())).isNull();
		assertThat(keys().release("unknown", name())).isNull();
		JobId next = insert(job().unique(KEY));
		finish(Outcome.success(claim(), null));
		assertThat(ownerOfKey()).isEqualTo(next);
	}

	@Test
	void queueIsForgottenWhenItHasNoKeyAnyMore() {
		ended(job().unique(KEY), JobStatus.SUCCESS);
		UniqueKey brief = KEY.forTime(Duration.ofMillis(500));
		ended(job().unique(brief), JobStatus.SUCCESS);
		this.store.feed().leave(WORKER, List.of(QUEUE));
		await().until(() -> this.store.maintenance()
			.prune(QUEUE, Map.of(JobStatus.SUCCESS, new StatusRetention(Duration.ZERO, 0)), 100)
			.forgotten() || this.store.queries().queues().isEmpty());
		await().until(() -> ownerOfKey() == null);
	}

	private InsertResult put(NewJob job) {
		return this.store.intake().insert(List.of(job)).get(0);
	}

	private ClaimedJob claimAs(JobId id) {
		ClaimedJob job = claim();
		assertThat(job.id()).isEqualTo(id);
		return job;
	}

	private UniqueKeys keys() {
		return this.store.part(UniqueKeys.class);
	}

	private static String name() {
		return UniqueTrait.nameOfTask("greet", "order 42");
	}

	private JobId ownerOfKey() {
		return keys().owner(QUEUE, name());
	}

	private void assertOwned() {
		assertOwned(KEY);
	}

	private void assertOwned(UniqueKey key) {
		assertThat(put(job().unique(key).build()).kind()).isEqualTo(Kind.KEPT);
	}

	/** A job that is dispatched now would own the key. */
	private void assertFree() {
		assertThat(ownerOfKey()).isNull();
		NewJob next = job().unique(KEY).build();
		assertThat(put(next)).isEqualTo(InsertResult.INSERTED);
		this.store.actions().delete(next.id());
	}

}
