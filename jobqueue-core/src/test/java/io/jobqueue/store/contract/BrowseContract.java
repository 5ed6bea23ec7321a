package io.jobqueue.store.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.QueueInfo;
import io.jobqueue.WorkerInfo;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.StatusRetention;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class BrowseContract extends StoreContract {

	@Test
	void findGivesThoseThatExist() {
		JobId id = insert();
		JobId other = insert(JobSpec.in(OTHER_QUEUE));
		List<JobId> ids = List.of(id, job().build().id(), JobId.of("no such form"), other);
		assertThat(this.store.queries().find(ids)).containsOnlyKeys(id, other);
		assertThat(this.store.queries().find(List.of())).isEmpty();
	}

	@Test
	void noSourceIsNotLookedAt() {
		insert();
		assertThat(this.store.queries().filled(List.of())).isEmpty();
	}

	@Test
	void searchGivesTheNewestFirst() {
		List<JobId> ids = new ArrayList<>(List.of(insert(), insert(), insert()));
		Collections.reverse(ids);
		assertThat(ids(JobQuery.all().inQueue(QUEUE))).isEqualTo(ids);
	}

	@Test
	void searchOfEndsGivesTheLastEndedFirst() {
		JobId first = ended(JobStatus.FAILED);
		await().until(() -> !info(insert(job().delay(LONG))).createdAt().equals(info(first).endedAt()));
		JobId second = ended(JobStatus.FAILED);
		assertThat(ids(JobQuery.deadLetters().inQueue(QUEUE))).containsExactly(second, first);
	}

	@Test
	void searchFiltersByStatus() {
		JobId failed = ended(JobStatus.FAILED);
		JobId aborted = ended(JobStatus.ABORTED);
		JobId waiting = insert();
		assertThat(ids(JobQuery.all().withStatus(JobStatus.FAILED))).containsExactly(failed);
		assertThat(ids(JobQuery.all().withStatus(JobStatus.ABORTED, JobStatus.QUEUED)))
			.containsExactlyInAnyOrder(aborted, waiting);
		assertThat(ids(JobQuery.all().withStatus(JobStatus.RETRY))).isEmpty();
	}

	@Test
	void searchFiltersByQueue() {
		JobId here = insert();
		JobId there = insert(JobSpec.in(OTHER_QUEUE));
		assertThat(ids(JobQuery.all().inQueue(OTHER_QUEUE))).containsExactly(there);
		assertThat(ids(JobQuery.all())).containsExactlyInAnyOrder(here, there);
		assertThat(ids(JobQuery.all().inQueue("never"))).isEmpty();
	}

	@Test
	void searchFiltersByTaskAndErrorType() {
		JobId greet = ended(JobStatus.FAILED);
		JobId bill = ended(job().task("bill"), JobStatus.FAILED);
		assertThat(ids(JobQuery.all().withTask("bill"))).containsExactly(bill);
		assertThat(ids(JobQuery.deadLetters().withErrorType(ERROR.type()))).containsExactlyInAnyOrder(greet, bill);
		assertThat(ids(JobQuery.deadLetters().withErrorType("java.lang.Error"))).isEmpty();
	}

	@Test
	void pagesGiveEachJobOnce() {
		List<JobId> ids = new ArrayList<>(insert(20));
		claim(7);
		ids.addAll(List.of(insert(JobSpec.in(OTHER_QUEUE)), insert(job().delay(LONG)), insert(job().delay(LONG))));
		assertThat(ids(JobQuery.all().withLimit(4))).containsExactlyInAnyOrderElementsOf(ids);
	}

	@Test
	void pageIsNoLongerThanItsLimit() {
		insert(5);
		JobPage page = new JobSearch(this.store.queries()).search(JobQuery.all().withLimit(2));
		assertThat(page.jobs().size()).isBetween(1, 2);
		assertThat(page.next()).isNotNull();
	}

	@Test
	void pagesStandStillWhileJobsArrive() {
		List<JobId> ids = insert(6);
		JobQuery query = JobQuery.all().inQueue(QUEUE).withLimit(3);
		JobPage first = new JobSearch(this.store.queries()).search(query);
		insert(4);
		List<JobId> seen = new ArrayList<>(first.jobs().stream().map(JobInfo::id).toList());
		seen.addAll(ids(query.after(first.next())));
		assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
	}

	@Test
	void pagesGoOnAfterAJobThatIsGone() {
		insert(6);
		JobQuery query = JobQuery.all().inQueue(QUEUE).withLimit(3);
		JobPage first = new JobSearch(this.store.queries()).search(query);
		first.jobs().forEach((job) -> this.store.actions().delete(job.id()));
		assertThat(ids(query.after(first.next()))).hasSize(3);
	}

	@Test
	void queuesAreThoseThatEverHadAJob() {
		insert();
		JobId gone = insert(JobSpec.in("a.first"));
		this.store.actions().delete(gone);
		this.store.queries().queue("never");
		assertThat(this.store.queries().queues()).containsExactly("a.first", QUEUE);
	}

	@Test
	void queuesAreThoseThatEverHadAWorker() {
		renew(WORKER, LONG, Map.of());
		assertThat(this.store.queries().queues()).containsExactly(QUEUE);
		this.store.feed().leave(WORKER, List.of(QUEUE));
		assertThat(this.store.queries().queues()).containsExactly(QUEUE);
	}

	@Test
	void queueCountsEachStatus() {
		ended(JobStatus.SUCCESS);
		ended(JobStatus.TIMEOUT);
		finish(Outcome.retry(insertAndClaim(), LONG, ERROR));
		insertAndClaim();
		insert(job().delay(LONG));
		insert(2);
		QueueInfo queue = this.store.queries().queue(QUEUE);
		assertThat(queue.sizes()).containsOnlyKeys(JobStatus.values());
		assertThat(List.of(queue.size(JobStatus.SUCCESS), queue.size(JobStatus.TIMEOUT), queue.size(JobStatus.RETRY),
				queue.size(JobStatus.STARTED), queue.size(JobStatus.SCHEDULED), queue.size(JobStatus.QUEUED)))
			.isEqualTo(List.of(1L, 1L, 1L, 1L, 1L, 2L));
		assertThat(queue.size()).isEqualTo(5);
	}

	@Test
	void queueCountsInterruptedJobs() {
		finish(Outcome.interrupted(insertAndClaim()));
		assertThat(size(JobStatus.INTERRUPTED)).isEqualTo(1);
		assertThat(size(JobStatus.QUEUED)).isZero();
		claim();
		assertThat(size(JobStatus.INTERRUPTED)).isZero();
		assertThat(size(JobStatus.STARTED)).isEqualTo(1);
	}

	@Test
	void manyQueuesAreReadTogether() {
		List<String> names = IntStream.range(0, 600).mapToObj("queue-%03d"::formatted).toList();
		List<NewJob> jobs = names.stream().map((name) -> JobSpec.in(name).build()).toList();
		this.store.intake().insert(jobs);
		this.store.actions().pause(names.get(7));
		assertThat(this.store.queries().queues()).isEqualTo(names);
		List<QueueInfo> infos = this.store.queries().queues(names);
		assertThat(infos).extracting(QueueInfo::name).isEqualTo(names);
		assertThat(infos).allMatch((info) -> info.size() == 1 && info.size(JobStatus.QUEUED) == 1
				&& info.sizes().size() == JobStatus.values().length && info.oldestAge() != null);
		assertThat(infos.stream().filter(QueueInfo::paused)).extracting(QueueInfo::name).containsExactly("queue-007");
		assertThat(ids(JobQuery.all().withLimit(500))).isEqualTo(jobs.stream().map(NewJob::id).toList());
		assertThat(this.store.queries().queues(List.of())).isEmpty();
		assertThat(this.store.queries().queues(List.of("never"))).singleElement()
			.matches((info) -> info.size() == 0 && info.oldestAge() == null && !info.paused());
	}

	@Test
	void queueThatNeverWasIsEmpty() {
		QueueInfo queue = this.store.queries().queue("never");
		assertThat(queue.sizes()).containsOnlyKeys(JobStatus.values());
		assertThat(queue.sizes().values()).containsOnly(0L);
		assertThat(queue.paused()).isFalse();
		assertThat(queue.oldestAge()).isNull();
	}

	@Test
	void oldestAgeIsOfTheJobAtTheHead() {
		insert(job().delay(LONG));
		assertThat(this.store.queries().queue(QUEUE).oldestAge()).isNull();
		insert();
		await().until(() -> this.store.queries().queue(QUEUE).oldestAge(), (age) -> age.compareTo(SHORT) > 0);
		claim();
		assertThat(this.store.queries().queue(QUEUE).oldestAge()).isNull();
	}

	@Test
	void workersTellWhatTheyRun() {
		renew(WORKER, LONG, Map.of());
		ClaimedJob job = insertAndClaim();
		WorkerInfo worker = this.store.queries().workers().get(0);
		assertThat(worker).extracting(WorkerInfo::id, WorkerInfo::host, WorkerInfo::pid)
			.containsExactly(WORKER, "host-1", 4711L);
		assertThat(worker.containers()).singleElement().satisfies((container) -> {
			assertThat(container.queue()).isEqualTo(QUEUE);
			assertThat(container.concurrency()).isEqualTo(8);
			assertThat(container.running()).containsExactly(job.id());
			assertThat(container.leaseUntil()).isAfter(job.startedAt());
		});
	}

	@Test
	void workersAreListedUntilTheirLeaseRunsOut() {
		renew(OTHER_WORKER, LONG, Map.of());
		renew(WORKER, SHORT.multipliedBy(3), Map.of());
		assertThat(this.store.queries().workers()).extracting(WorkerInfo::id).containsExactly(WORKER, OTHER_WORKER);
		await().until(() -> this.store.queries().workers().size() == 1);
	}

	@Test
	void searchGivesTheLastInLineFirst() {
		JobId high = insert(job().priority(5));
		JobId low = insert(job().priority(-5));
		JobId normal = insert();
		JobId soon = insert(job().delay(LONG));
		JobId late = insert(job().delay(LONG.multipliedBy(2)));
		assertThat(ids(JobQuery.all().inQueue(QUEUE).withLimit(2))).containsExactly(late, soon, low, normal, high);
	}

	@Test
	void searchGoesByStatusAndThenByQueue() {
		JobId second = insert(JobSpec.in("b"));
		JobId first = insert(JobSpec.in("a"));
		JobId scheduled = insert(JobSpec.in("c").delay(LONG));
		assertThat(ids(JobQuery.all().withLimit(1))).containsExactly(scheduled, first, second);
	}

	@Test
	void unknownQueuesStayUnknown() {
		this.store.actions().resume("never");
		this.store.feed().leave(WORKER, List.of("never"));
		this.store.feed().finish("never", WORKER, List.of(Outcome.release(job().build().id(), 1)));
		this.store.maintenance().promote("never", 10);
		this.store.maintenance().reclaim("never", 5, 10);
		this.store.maintenance().prune("never", Map.of(JobStatus.FAILED, new StatusRetention(LONG, 1)), 10);
		assertThat(this.store.queries().queues()).isEmpty();
	}

	@Test
	void pausedQueueIsKnown() {
		this.store.actions().pause(QUEUE);
		assertThat(this.store.queries().queues()).containsExactly(QUEUE);
	}

	private List<JobId> ids(JobQuery query) {
		List<JobInfo> jobs = new ArrayList<>();
		@Nullable String next = query.cursor();
		do {
			JobPage page = new JobSearch(this.store.queries()).search(query.after(next));
			jobs.addAll(page.jobs());
			next = page.next();
		}
		while (next != null);
		assertThat(summaries(query)).as("summaries").isEqualTo(jobs.stream().map(JobSummary::of).toList());
		return jobs.stream().map(JobInfo::id).toList();
	}

}
