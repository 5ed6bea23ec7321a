package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.WorkerInfo;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.testsupport.TestRenewals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Jobs that a worker holds in line: QUEUED to everybody who looks, and nobody else's.
 */
abstract class LineContract extends StoreContract {

	@Test
	void jobBeyondThoseThatStartIsQueuedAndNobodyElses() {
		insert(4);
		List<ClaimedJob> jobs = line(4, 1);
		assertThat(jobs).hasSize(4);
		assertThat(claim(OTHER_WORKER, 5, LONG).jobs()).isEmpty();
		assertSizes(3, 1);
		assertThat(status(jobs.get(0).id())).isEqualTo(JobStatus.STARTED);
		JobInfo info = info(jobs.get(1).id());
		assertThat(info.status()).isEqualTo(JobStatus.QUEUED);
		assertThat(info.startedAt()).isNull();
		assertThat(info.worker()).isNull();
		assertThat(info.attempts()).isZero();
		assertThat(info.history()).isEmpty();
		assertThat(info.dueAt()).isEqualTo(jobs.get(1).dueAt());
	}

	@Test
	void jobThatRanBeforeLooksLikeThen() {
		JobId id = insert();
		finish(Outcome.retry(claim(), Duration.ZERO, ERROR));
		JobInfo before = info(id);
		await().until(() -> !line(1, 0).isEmpty());
		assertThat(info(id))
			.extracting(JobInfo::status, JobInfo::startedAt, JobInfo::worker, JobInfo::attempts, JobInfo::retriesUsed,
					JobInfo::history)
			.containsExactly(JobStatus.QUEUED, before.startedAt(), before.worker(), 1, 1, before.history());
	}

	@ParameterizedTest
	@EnumSource
	void outcomeIsStored(Outcome.Kind kind) {
		insert(2);
		ClaimedJob job = line(2, 1).get(1);
		Outcome outcome = switch (kind) {
			case END -> Outcome.end(job, JobStatus.FAILED, ERROR);
			case RETRY -> Outcome.retry(job, LONG, ERROR);
			case INTERRUPT -> Outcome.interrupted(job);
			case LOSS -> Outcome.lost(job);
			case RELEASE -> Outcome.release(job.id(), job.delivery());
			case UNKNOWN_TASK -> Outcome.unknownTask(job, LONG);
		};
		assertThat(finish(outcome)).isEqualTo(FinishResult.APPLIED);
		assertThat(finish(outcome)).isEqualTo(FinishResult.ALREADY_APPLIED);
		assertThat(status(job.id())).isEqualTo(outcome.status());
		assertThat(size(outcome.status())).isEqualTo(1);
		assertThat(size(JobStatus.STARTED)).isEqualTo(1);
		assertThat(size(JobStatus.QUEUED)).isEqualTo((outcome.status() == JobStatus.QUEUED) ? 1 : 0);
	}

	@Test
	void successesAreStoredWithTheNextClaim() {
		insert(6);
		List<ClaimedJob> first = line(4, 1);
		List<Outcome> outcomes = first.stream().map((job) -> Outcome.success(job, null)).toList();
		List<ClaimedJob> second = this.store.feed()
			.exchange(new ClaimRequest(QUEUE, WORKER, 2, 0, LONG), outcomes)
			.claimed()
			.jobs();
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(4);
		assertSizes(2, 0);
		assertThat(info(first.get(3).id()).history()).extracting(JobAttempt::number, JobAttempt::worker)
			.containsExactly(tuple(1, WORKER));
		second.forEach((job) -> finish(Outcome.success(job, "1")));
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(6);
		assertSizes(0, 0);
	}

	@Test
	void renewalSaysThatAJobHasStarted() {
		insert(3);
		List<ClaimedJob> jobs = line(3, 1);
		ClaimedJob started = jobs.get(2);
		assertThat(renew(jobs, Set.of(started.id())).lost()).isEmpty();
		assertSizes(1, 2);
		assertThat(info(started.id()))
			.extracting(JobInfo::status, JobInfo::startedAt, JobInfo::worker, JobInfo::attempts)
			.containsExactly(JobStatus.STARTED, started.startedAt(), WORKER, 1);
		renew(jobs, Set.of(started.id()));
		assertSizes(1, 2);
		jobs.forEach((job) -> finish(Outcome.success(job, null)));
		assertThat(size(JobStatus.SUCCESS)).isEqualTo(3);
		assertSizes(0, 0);
	}

	@Test
	void jobThatMakesProgressHasStarted() {
		insert();
		ClaimedJob job = line(1, 0).get(0);
		renew(WORKER, LONG, Map.of(job.id(), 1), Map.of(job.id(), new JobProgress(0.5, null)));
		assertThat(info(job.id())).extracting(JobInfo::status, JobInfo::progress)
			.containsExactly(JobStatus.STARTED, 0.5);
		assertSizes(0, 1);
	}

	@Test
	void cancelledJobNeverHadAnAttemptAndItsWorkerIsSignalled() {
		List<JobId> received = new CopyOnWriteArrayList<>();
		QueueSignal.Subscription subscription = this.store.signal().subscribe(WORKER, new Hearing(received));
		try {
			insert(2);
			ClaimedJob job = line(2, 1).get(1);
			assertThat(this.store.actions().cancel(job.id())).isEqualTo(JobStatus.QUEUED);
			await().until(() -> received.contains(job.id()));
			assertThat(info(job.id()))
				.extracting(JobInfo::status, JobInfo::startedAt, JobInfo::worker, JobInfo::attempts, JobInfo::history)
				.containsExactly(JobStatus.CANCELLED, null, null, 0, List.of());
			assertSizes(0, 1);
			assertThat(size(JobStatus.CANCELLED)).isEqualTo(1);
			assertThat(finish(Outcome.success(job, null))).isEqualTo(FinishResult.STALE);
			assertThat(renew(WORKER, LONG, Map.of(job.id(), 1)).lost()).containsExactly(job.id());
		}
		finally {
			subscription.close();
		}
	}

	@Test
	void jobIsNotDeletedUnderItsWorkerAndNotRequeued() {
		insert();
		ClaimedJob job = line(1, 0).get(0);
		assertThat(this.store.actions().delete(job.id())).isEqualTo(JobStatus.STARTED);
		assertThat(this.store.actions().requeue(job.id())).isEqualTo(JobStatus.QUEUED);
		assertThat(finish(Outcome.success(job, null))).isEqualTo(FinishResult.APPLIED);
	}

	@Test
	void jobOfALostWorkerIsTakenBackWithALoss() {
		List<JobId> ids = insert(3);
		this.store.feed().claim(new ClaimRequest(QUEUE, WORKER, 3, 1, SHORT));
		awaitReclaim(5, 3);
		assertSizes(3, 0);
		List<ClaimedJob> again = claim(3);
		assertThat(again).extracting(ClaimedJob::id).isEqualTo(ids);
		assertThat(again).extracting(ClaimedJob::lostDeliveries).containsOnly(1);
		assertSizes(0, 3);
	}

	@Test
	void interruptedJobIsQueuedWhileItIsInLineAndInterruptedAgainBehindIt() {
		JobId id = insert();
		finish(Outcome.interrupted(claim()));
		ClaimedJob job = line(1, 0).get(0);
		assertThat(status(id)).isEqualTo(JobStatus.QUEUED);
		assertThat(size(JobStatus.INTERRUPTED)).isZero();
		finish(Outcome.release(id, job.delivery()));
		assertThat(status(id)).isEqualTo(JobStatus.INTERRUPTED);
		assertSizes(0, 0);
	}

	@Test
	void searchesFindItAmongTheQueuedOnesOnly() {
		insert(7);
		List<ClaimedJob> jobs = line(4, 1);
		assertThat(search(JobStatus.STARTED, 100)).containsExactly(jobs.get(0).id());
		List<JobId> queued = search(JobStatus.QUEUED, 100);
		assertThat(queued).hasSize(6).doesNotHaveDuplicates();
		assertThat(queued).contains(jobs.get(1).id(), jobs.get(2).id(), jobs.get(3).id());
		assertThat(search(JobStatus.QUEUED, 2)).isEqualTo(queued);
	}

	@Test
	void searchFindsThoseInLineWhereNoOtherIsQueued() {
		insert(2);
		List<ClaimedJob> jobs = line(2, 1);
		assertThat(search(JobStatus.QUEUED, 100)).containsExactly(jobs.get(1).id());
	}

	@Test
	void workersRunThoseThatHaveStarted() {
		insert(2);
		List<ClaimedJob> jobs = line(2, 1);
		renew(jobs, Set.of());
		assertThat(this.store.queries().workers()).singleElement()
			.extracting(WorkerInfo::containers)
			.satisfies((containers) -> assertThat(containers.get(0).running()).containsExactly(jobs.get(0).id()));
	}

	private List<JobId> search(JobStatus status, int limit) {
		List<JobId> found = new ArrayList<>();
		JobQuery query = JobQuery.all().inQueue(QUEUE).withStatus(status).withLimit(limit);
		JobPage page;
		do {
			page = new JobSearch(this.store.queries()).search(query);
			page.jobs().forEach((job) -> found.add(job.id()));
			query = query.after(page.next());
		}
		while (page.next() != null);
		assertThat(summaries(JobQuery.all().inQueue(QUEUE).withStatus(status).withLimit(limit))).as("summaries")
			.extracting(JobSummary::id)
			.isEqualTo(found);
		return found;
	}

	private List<ClaimedJob> line(int limit, int startable) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, WORKER, limit, startable, LONG)).jobs();
	}

	private RenewResult renew(List<ClaimedJob> jobs, Set<JobId> started) {
		Map<JobId, Integer> held = new HashMap<>();
		jobs.forEach((job) -> held.put(job.id(), job.delivery()));
		WorkerIdentity identity = new WorkerIdentity(WORKER, "host-1", 4711, Instant.parse("2026-01-02T03:04:05Z"));
		return this.store.feed()
			.renew(new RenewRequest(identity, LONG,
					List.of(TestRenewals.container(QUEUE, 8, held, Map.of(), started))));
	}

	private void assertSizes(long queued, long started) {
		assertThat(List.of(size(JobStatus.QUEUED), size(JobStatus.STARTED))).isEqualTo(List.of(queued, started));
	}

	private record Hearing(List<JobId> cancelled) implements QueueSignal.Listener {

		@Override
		public void queueReady(String queue) {
		}

		@Override
		public void jobCancelled(JobId id) {
			this.cancelled.add(id);
		}

		@Override
		public void requested() {
		}

		@Override
		public void resumed() {
		}

	}

}
