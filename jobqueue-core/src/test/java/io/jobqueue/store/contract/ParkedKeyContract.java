package io.jobqueue.store.contract;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.InsertResult.Kind;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The unique keys of jobs that were claimed only to learn their limits. Such a job waits
 * as if it had not been claimed.
 */
abstract class ParkedKeyContract extends LimitScene {

	private static final String LIMIT = "task:greet";

	private static final UniqueKey KEEP = UniqueKey.of("doc 1").untilStarted();

	private static final UniqueKey REPLACE = UniqueKey.of("doc 1").replace();

	@BeforeEach
	void fillTheLimit() {
		limit(LIMIT, 1);
	}

	@Test
	void jobThatIsParkedOwnsItsKeyUntilItStarts() {
		ClaimedJob running = claimOne(insertUnder(LIMIT));
		JobId first = insert(job().unique(KEEP));
		park(claimOne(first));
		assertThat(put(job().unique(KEEP))).isEqualTo(new InsertResult(Kind.KEPT, first));
		succeed(running);
		claimOne(first);
		assertThat(put(job().unique(KEEP)).kind()).isEqualTo(Kind.INSERTED);
	}

	@Test
	void jobThatIsParkedIsReplaced() {
		ClaimedJob running = claimOne(insertUnder(LIMIT));
		JobId first = insert(job().payload("1").unique(REPLACE));
		park(claimOne(first));
		assertThat(put(job().payload("2").unique(REPLACE))).isEqualTo(new InsertResult(Kind.REPLACED, first));
		assertThat(claim(10)).isEmpty();
		succeed(running);
		assertThat(claimOne(first)).satisfies((job) -> {
			assertThat(job.payload()).isEqualTo("2");
			assertThat(job.delivery()).isEqualTo(2);
			assertThat(job.limits()).containsExactly(LIMIT);
		});
	}

	/** A job that replaces another one needs no room. */
	@Test
	void jobThatIsParkedIsReplacedInAFullQueue() {
		claimOne(insertUnder(LIMIT));
		JobId first = insert(job().unique(REPLACE));
		park(claimOne(first));
		rules((rules) -> rules.withMaxSize(1));
		assertThat(this.store.intake().insert(List.of(job().unique(REPLACE).build()), Admission.WITHIN_SIZE))
			.containsExactly(new InsertResult(Kind.REPLACED, first));
	}

	@Test
	void ownerOfAnUnknownTaskIsNotReplacedWhileItWaits() {
		JobId first = insert(job().unique(UniqueKey.of("doc 1")));
		finish(Outcome.unknownTask(claimOne(first), LONG));
		assertThat(put(job().unique(REPLACE)).kind()).isEqualTo(Kind.INSERTED);
	}

	@Test
	void jobThatIsParkedIsDebounced() {
		claimOne(insertUnder(LIMIT));
		UniqueKey key = UniqueKey.of("doc 1").debounce(Duration.ofDays(1));
		JobId first = insert(job().unique(key));
		park(claimOne(first));
		assertThat(put(job().unique(key).delay(LONG))).isEqualTo(new InsertResult(Kind.DEBOUNCED, first));
		assertThat(info(first).status()).isEqualTo(JobStatus.SCHEDULED);
	}

	/** Another job has taken the key between the claim and the release. */
	@Test
	void keyThatAnotherJobOwnsStaysWithIt() {
		claimOne(insertUnder(LIMIT));
		ClaimedJob first = claimOne(insert(job().unique(KEEP)));
		JobId second = insert(job().delay(LONG).unique(KEEP));
		park(first);
		assertThat(put(job().unique(REPLACE))).isEqualTo(new InsertResult(Kind.REPLACED, second));
	}

	@Test
	void keyThatIsGivenBackWithTheParkIsOwned() {
		ClaimedJob other = claimOne(insert(job().unique(KEEP)));
		ClaimedJob owner = claimOne(insert(job().unique(UniqueKey.of("doc 1"))));
		this.store.feed()
			.finish(QUEUE, WORKER, List.of(Outcome.park(other, List.of(LIMIT)), Outcome.success(owner, null)));
		assertThat(put(job().unique(KEEP))).isEqualTo(new InsertResult(Kind.KEPT, other.id()));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void keyForATimeIsFreeWhenAJobThatWasGivenBackIsCancelled(boolean parked) {
		claimOne(insertUnder(LIMIT));
		UniqueKey hour = UniqueKey.of("doc 1").forTime(Duration.ofHours(1));
		ClaimedJob job = claimOne(insert(job().unique(hour)));
		finish(parked ? Outcome.park(job, List.of(LIMIT)) : Outcome.release(job.id(), job.delivery()));
		this.store.actions().cancel(job.id());
		assertThat(put(job().unique(hour)).kind()).isEqualTo(Kind.INSERTED);
	}

	@Test
	void keyForATimeStaysWhenAJobIsCancelledAfterAnAttempt() {
		UniqueKey hour = UniqueKey.of("doc 1").forTime(Duration.ofHours(1));
		ClaimedJob job = claimOne(insert(job().unique(hour)));
		finish(Outcome.interrupted(job));
		this.store.actions().cancel(job.id());
		assertThat(put(job().unique(hour)).kind()).isEqualTo(Kind.KEPT);
	}

	@Test
	void keyForATimeStaysWhenARequeuedJobIsCancelled() {
		UniqueKey hour = UniqueKey.of("doc 1").forTime(Duration.ofHours(1));
		ClaimedJob job = claimOne(insert(job().unique(hour)));
		finish(Outcome.end(job, JobStatus.FAILED, null));
		this.store.actions().requeue(job.id());
		this.store.actions().cancel(job.id());
		assertThat(put(job().unique(hour)).kind()).isEqualTo(Kind.KEPT);
	}

	@Test
	void retryThatIsParkedDoesNotOwnTheKeyAgain() {
		claimOne(insertUnder(LIMIT));
		JobId first = insert(job().unique(KEEP));
		finish(Outcome.retry(claimOne(first), Duration.ZERO, null));
		park(claimOne(first));
		assertThat(put(job().unique(KEEP)).kind()).isEqualTo(Kind.INSERTED);
	}

	private void park(ClaimedJob job) {
		finish(Outcome.park(job, List.of(LIMIT)));
	}

	private InsertResult put(JobSpec job) {
		return this.store.intake().insert(List.of(job.build())).get(0);
	}

}
