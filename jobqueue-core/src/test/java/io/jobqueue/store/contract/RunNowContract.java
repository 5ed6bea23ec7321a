package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.jobqueue.BulkResult;
import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobOperator;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.InsertResult.Kind;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.UniqueTrait;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Jobs that wait for their time run before it. */
abstract class RunNowContract extends LimitScene {

	@Test
	void scheduledJobIsDueNowAtTheTail() {
		JobId id = insert(job().delay(LONG));
		JobId before = insert();
		assertThat(this.store.actions().runNow(id)).isEqualTo(JobStatus.SCHEDULED);
		assertThat(status(id)).isEqualTo(JobStatus.QUEUED);
		assertThat(info(id).dueAt()).isBeforeOrEqualTo(this.store.queries().now().plusMillis(1));
		assertThat(List.of(size(JobStatus.SCHEDULED), size(JobStatus.QUEUED))).isEqualTo(List.of(0L, 2L));
		ClaimedJob first = claim();
		ClaimedJob second = claim();
		assertThat(List.of(first.id(), second.id())).containsExactly(before, id);
		assertThat(List.of(second.delivery(), second.attempt(), second.retries())).isEqualTo(List.of(1, 1, 0));
		assertThat(finish(Outcome.success(second, "1"))).isEqualTo(FinishResult.APPLIED);
		assertThat(info(id).history()).extracting(JobAttempt::outcome).containsExactly(JobStatus.SUCCESS);
	}

	@Test
	void priorityIsKept() {
		JobId high = insert(job().priority(7).delay(LONG));
		JobId low = insert(job().priority(-7).delay(LONG));
		JobId plain = insert();
		act(List.of(low, high));
		assertThat(claimIds(5)).containsExactly(high, plain, low);
	}

	@Test
	void jobsThatRunNowAreBehindEachOtherAndBeforeWhatComesLater() {
		JobId first = insert(job().delay(LONG.multipliedBy(2)));
		JobId second = insert(job().delay(LONG));
		this.store.actions().runNow(first);
		awaitNextMillisecond();
		this.store.actions().runNow(second);
		awaitNextMillisecond();
		JobId later = insert();
		assertThat(claimIds(5)).containsExactly(first, second, later);
	}

	@Test
	void jobThatWaitsForARetryKeepsWhatHasHappened() {
		ClaimedJob first = claimOne(insert(job().tags("customer=42")));
		Outcome retry = Outcome.retry(first, LONG, ERROR).withMaxRetries(9);
		finish(retry);
		JobInfo before = info(first.id());
		assertThat(this.store.actions().runNow(first.id())).isEqualTo(JobStatus.RETRY);
		JobInfo after = info(first.id());
		assertThat(after.status()).isEqualTo(JobStatus.QUEUED);
		assertThat(after.dueAt()).isBefore(before.dueAt());
		assertThat(List.of(after.history(), after.error(), after.tags(), after.attempts(), after.startedAt()))
			.isEqualTo(List.of(before.history(), ERROR, List.of("customer=42"), 1, before.startedAt()));
		assertThat(finish(retry)).isEqualTo(FinishResult.ALREADY_APPLIED);
		assertThat(summaries(JobQuery.all().withTag("customer=42"))).hasSize(1);
		ClaimedJob again = claimOne(first.id());
		assertThat(List.of(again.delivery(), again.attempt(), again.retries(), again.maxRetries()))
			.isEqualTo(List.of(2, 2, 1, 9));
		finish(Outcome.success(again, null));
		assertThat(info(first.id()).history()).extracting(JobAttempt::number).containsExactly(1, 2);
	}

	@Test
	void jobWhoseTaskIsUnknownKeepsSinceWhen() {
		ClaimedJob job = insertAndClaim();
		finish(Outcome.unknownTask(job, LONG));
		this.store.actions().runNow(job.id());
		ClaimedJob again = claimOne(job.id());
		assertThat(again.unknownSince()).isNotNull();
		assertThat(again.retries()).isZero();
	}

	@Test
	void otherJobsStayAsTheyAre() {
		ClaimedJob running = insertAndClaim();
		ClaimedJob interrupted = insertAndClaim();
		finish(Outcome.interrupted(interrupted));
		JobId waiting = insert();
		assertThat(act(List.of(running.id(), interrupted.id(), waiting, job().build().id()))).isEqualTo(Map
			.of(running.id(), JobStatus.STARTED, interrupted.id(), JobStatus.INTERRUPTED, waiting, JobStatus.QUEUED));
		assertThat(this.store.actions().runNow(JobId.of("no such form"))).isNull();
		assertThat(claimIds(5)).containsExactly(interrupted.id(), waiting);
	}

	@ParameterizedTest
	@EnumSource(names = { "SUCCESS", "FAILED", "MAX_RETRIES", "TIMEOUT", "ABORTED", "CANCELLED" })
	void endedJobStaysEnded(JobStatus status) {
		JobId id = ended(status);
		assertThat(this.store.actions().runNow(id)).isEqualTo(status);
		assertThat(status(id)).isEqualTo(status);
		assertThat(claim(5)).isEmpty();
	}

	@Test
	void operatorSaysWhyAJobDoesNotRunNow() {
		StoreJobOperator operator = new StoreJobOperator(this.store, () -> null);
		JobId id = insert(job().delay(LONG));
		assertThat(operator.runNow(id)).isTrue();
		assertRefused(operator, id, JobStatus.QUEUED, "once a worker is free");
		claimOne(id);
		assertRefused(operator, id, JobStatus.STARTED, "it runs already");
		operator.cancel(id);
		assertRefused(operator, id, JobStatus.CANCELLED, "requeue it");
		operator.delete(id);
		assertThat(operator.runNow(id)).isFalse();
	}

	private static void assertRefused(JobOperator operator, JobId id, JobStatus status, String wayOut) {
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> operator.runNow(id))
			.withMessageContainingAll("'" + id + "'", status.name(), wayOut);
	}

	@Test
	void repeatedCallChangesNothing() {
		JobId id = insert(job().delay(LONG));
		this.store.actions().runNow(id);
		insert();
		Instant due = info(id).dueAt();
		assertThat(this.store.actions().runNow(id)).isEqualTo(JobStatus.QUEUED);
		assertThat(info(id).dueAt()).isEqualTo(due);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(2);
	}

	@Test
	void jobUnderALimitTakesItsTurnBehindIt() {
		limit("tenant", 1);
		ClaimedJob running = claimOne(insertUnder(ACME));
		JobId later = insert(job().limits(ACME).delay(LONG));
		JobId next = insertUnder(ACME);
		this.store.actions().runNow(later);
		assertThat(claim(10)).isEmpty();
		assertThat(size(JobStatus.QUEUED)).isEqualTo(2);
		succeed(running);
		succeed(claimOne(next));
		assertThat(claimIds(10)).containsExactly(later);
		assertThat(running(ACME)).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(UniqueKey.Scope.class)
	void uniqueKeyIsKept(UniqueKey.Scope scope) {
		UniqueKey key = switch (scope) {
			case UNTIL_DONE -> UniqueKey.of("order 42");
			case UNTIL_STARTED -> UniqueKey.of("order 42").untilStarted();
			case FOR_TIME -> UniqueKey.of("order 42").forTime(LONG);
		};
		JobId id = insert(job().delay(LONG).unique(key));
		this.store.actions().runNow(id);
		assertThat(put(job().unique(key))).isEqualTo(new InsertResult(Kind.KEPT, id));
		claimOne(id);
		JobId owner = this.store.part(UniqueKeys.class).owner(QUEUE, UniqueTrait.nameOfTask("greet", "order 42"));
		assertThat(owner).isEqualTo((scope == UniqueKey.Scope.UNTIL_STARTED) ? null : id);
	}

	@Test
	void ownerThatRunsNowIsReplacedAndPutOffAgain() {
		UniqueKey key = UniqueKey.of("document 7").debounce(LONG.multipliedBy(2));
		JobId id = insert(job().delay(LONG).payload("1").unique(key));
		this.store.actions().runNow(id);
		assertThat(put(job().delay(LONG).payload("2").unique(key))).isEqualTo(new InsertResult(Kind.DEBOUNCED, id));
		assertThat(status(id)).isEqualTo(JobStatus.SCHEDULED);
		this.store.actions().runNow(id);
		assertThat(claimOne(id).payload()).isEqualTo("2");
	}

	@Test
	void jobThatMovedRunsNowWhereItIs() {
		JobId id = insert();
		finish(Outcome.retry(claim(), LONG, null).withQueue(OTHER_QUEUE));
		assertThat(this.store.actions().runNow(id)).isEqualTo(JobStatus.RETRY);
		assertThat(this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 5, LONG)).jobs())
			.extracting(ClaimedJob::id)
			.containsExactly(id);
	}

	@Test
	void allThatMatchRunNowOnceAlthoughSomeFailMeanwhile() {
		List<JobId> ids = new ArrayList<>();
		for (int i = 0; i < 505; i++) {
			ids.add(insert(job().delay(LONG)));
		}
		ClaimedJob retried = insertAndClaim();
		finish(Outcome.retry(retried, LONG.multipliedBy(2), ERROR));
		ids.add(retried.id());
		List<JobId> again = new ArrayList<>();
		Consumer<BulkResult> worker = (progress) -> {
			if (again.isEmpty()) {
				awaitNextMillisecond();
				ClaimedJob job = claim();
				finish(Outcome.retry(job, LONG, ERROR));
				again.add(job.id());
			}
		};
		BulkResult result = new StoreJobOperator(this.store, () -> null).runNow(JobQuery.all().inQueue(QUEUE), worker);
		assertThat(result).isEqualTo(new BulkResult(506, 506, true));
		assertThat(again).singleElement().satisfies((id) -> assertThat(status(id)).isEqualTo(JobStatus.RETRY));
		ids.removeAll(again);
		assertThat(claimIds(600)).containsExactlyInAnyOrderElementsOf(ids);
	}

	private Map<JobId, JobStatus> act(List<JobId> ids) {
		Map<JobId, JobStatus> before = new HashMap<>();
		this.store.actions()
			.act(JobAction.RUN_NOW, ids, EnumSet.allOf(JobStatus.class))
			.forEach((id, job) -> before.put(id, job.status()));
		return before;
	}

	private InsertResult put(JobSpec spec) {
		return this.store.intake().insert(List.of(spec.build())).get(0);
	}

	private void awaitNextMillisecond() {
		Instant now = this.store.queries().now();
		await().until(() -> Duration.between(now, this.store.queries().now()).toMillis() > 1);
	}

}
