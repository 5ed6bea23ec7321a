package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.jobqueue.BulkResult;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.store.JobBefore;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobAction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done to many jobs by one call.
 */
abstract class BulkContract extends StoreContract {

	private static final Set<JobStatus> ALL = Set.of(JobStatus.values());

	@Test
	void manyAreCancelledAsFarAsTheyAreMeant() {
		JobId done = ended(JobStatus.SUCCESS);
		List<JobId> ids = new ArrayList<>(insert(230));
		List<ClaimedJob> running = new ArrayList<>(claim(WORKER, 2, LONG).jobs());
		running.addAll(claim(OTHER_WORKER, 1, LONG).jobs());
		JobId scheduled = insert(job().delay(LONG));
		ids.addAll(List.of(scheduled, done, job().build().id()));
		Map<JobId, JobStatus> before = act(JobAction.CANCEL, ids, JobStatus.QUEUED, JobStatus.STARTED,
				JobStatus.SUCCESS);
		assertThat(before).hasSize(232)
			.containsEntry(scheduled, JobStatus.SCHEDULED)
			.containsEntry(done, JobStatus.SUCCESS);
		assertThat(before.values()).filteredOn(JobStatus.STARTED::equals).hasSize(3);
		assertThat(List.of(size(JobStatus.CANCELLED), size(JobStatus.STARTED), size(JobStatus.QUEUED),
				size(JobStatus.SCHEDULED), size(JobStatus.SUCCESS)))
			.isEqualTo(List.of(230L, 0L, 0L, 1L, 1L));
		assertThat(finish(Outcome.success(running.get(0), null))).isEqualTo(FinishResult.STALE);
		assertThat(info(running.get(2).id()).history()).singleElement()
			.satisfies((attempt) -> assertThat(attempt.outcome()).isEqualTo(JobStatus.CANCELLED));
		assertThat(claim(5)).isEmpty();
	}

	@Test
	void manyAreRequeuedAsFarAsTheyAreMeant() {
		List<JobId> ids = insert(220);
		List<ClaimedJob> jobs = claim(220);
		this.store.feed()
			.finish(QUEUE, WORKER,
					jobs.stream()
						.map((job) -> (jobs.indexOf(job) < 20) ? Outcome.success(job, "1")
								: Outcome.end(job, JobStatus.FAILED, ERROR))
						.toList());
		JobId waiting = insert();
		Map<JobId, JobStatus> before = act(JobAction.REQUEUE, join(ids, waiting), JobStatus.FAILED, JobStatus.QUEUED);
		assertThat(before).hasSize(221).containsEntry(waiting, JobStatus.QUEUED);
		assertThat(List.of(size(JobStatus.SUCCESS), size(JobStatus.FAILED), size(JobStatus.QUEUED)))
			.isEqualTo(List.of(20L, 0L, 201L));
		assertThat(this.store.queries().failures()).isEmpty();
		assertThat(claimIds(300)).hasSize(201).startsWith(waiting).doesNotContainAnyElementsOf(ids.subList(0, 20));
		JobInfo again = info(ids.get(100));
		assertThat(again.error()).isNull();
		assertThat(again.delivery()).isEqualTo(2);
		assertThat(again.history()).hasSize(1);
	}

	@Test
	void manyAreDeletedAsFarAsTheyAreMeant() {
		JobId failed = ended(JobStatus.FAILED);
		JobId done = ended(JobStatus.SUCCESS);
		JobId running = insertAndClaim().id();
		JobId large = insert(job().payload("\"" + "x".repeat(40_000) + "\""));
		List<JobId> ids = join(insert(120), failed, done, running, large, insert(job().delay(LONG)));
		assertThat(act(JobAction.DELETE, ids, JobStatus.FAILED)).hasSize(125);
		assertThat(this.store.queries().find(ids)).hasSize(124).doesNotContainKey(failed);
		assertThat(this.store.queries().failures()).isEmpty();
		assertThat(this.store.actions().act(JobAction.DELETE, ids, ALL)).hasSize(124);
		assertThat(this.store.queries().find(ids)).containsOnlyKeys(running);
		assertThat(size(JobStatus.QUEUED) + size(JobStatus.SCHEDULED) + size(JobStatus.SUCCESS)).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void aJobIsFoundWhereverItWentAndThoughNamedTwice(JobAction act) {
		JobId id = insert(JobSpec.in(OTHER_QUEUE));
		ClaimedJob job = this.store.feed().claim(new ClaimRequest(OTHER_QUEUE, WORKER, 1, LONG)).jobs().get(0);
		this.store.feed()
			.finish(OTHER_QUEUE, WORKER, List.of(Outcome.retry(job, Duration.ZERO, null).withQueue(QUEUE)));
		switch (act) {
			case REQUEUE -> finish(Outcome.success(awaitClaim(), null));
			case RUN_NOW -> finish(Outcome.retry(awaitClaim(), LONG, null));
			case CANCEL, DELETE -> assertThat(status(id).isWaiting()).isTrue();
		}
		JobStatus before = status(id);
		assertThat(this.store.actions().act(act, List.of(id, insert(), id), Set.of(before))).containsEntry(id,
				new JobBefore(before, QUEUE));
		assertThat(this.store.queries().find(List.of(id)).get(id)).satisfies((info) -> {
			JobStatus after = switch (act) {
				case CANCEL -> JobStatus.CANCELLED;
				case REQUEUE, RUN_NOW -> JobStatus.QUEUED;
				case DELETE -> null;
			};
			assertThat((info != null) ? info.status() : null).isEqualTo(after);
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "CANCEL", "DELETE" })
	void jobsThatAreCreatedDuringAnOperationByQueryAreSkipped(JobAction action) {
		List<JobId> before = new ArrayList<>(insert(520));
		before.add(insert(job().priority(9).payload("\"" + "x".repeat(40_000) + "\"")));
		List<JobId> later = new ArrayList<>();
		StoreJobOperator operator = new StoreJobOperator(this.store, () -> null);
		JobQuery query = JobQuery.all().inQueue(QUEUE).withStatus(JobStatus.QUEUED);
		Consumer<BulkResult> producer = (progress) -> {
			if (later.isEmpty()) {
				Instant found = this.store.queries().now();
				await().until(() -> this.store.queries().now().isAfter(found));
				later.add(insert(job().priority(9)));
				later.add(insert(job().priority(9).payload("\"" + "y".repeat(40_000) + "\"")));
			}
		};
		BulkResult result = (action == JobAction.CANCEL) ? operator.cancel(query, producer)
				: operator.delete(query, producer);
		assertThat(result).isEqualTo(new BulkResult(521, 521, true));
		assertThat(later).hasSize(2).allSatisfy((id) -> assertThat(status(id)).isEqualTo(JobStatus.QUEUED));
		assertThat(size(JobStatus.QUEUED)).isEqualTo(2);
	}

	@Test
	void nothingIsDoneToNothing() {
		assertThat(this.store.actions().act(JobAction.DELETE, List.of(), ALL)).isEmpty();
		assertThat(this.store.actions().act(JobAction.CANCEL, List.of(job().build().id(), JobId.of("no form")), ALL))
			.isEmpty();
	}

	private Map<JobId, JobStatus> act(JobAction act, List<JobId> ids, JobStatus... from) {
		Map<JobId, JobStatus> before = new HashMap<>();
		this.store.actions().act(act, ids, Set.of(from)).forEach((id, job) -> before.put(id, job.status()));
		return before;
	}

	private static List<JobId> join(List<JobId> ids, JobId... more) {
		List<JobId> all = new ArrayList<>(ids);
		all.addAll(List.of(more));
		return all;
	}

}
