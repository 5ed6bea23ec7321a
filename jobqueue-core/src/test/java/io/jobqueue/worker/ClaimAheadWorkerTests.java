package io.jobqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.outcome.ClaimAhead;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker with a backlog of short jobs, which it claims ahead.
 */
class ClaimAheadWorkerTests {

	private static final int CONCURRENCY = 2;

	private final WorkerFixture fixture = new WorkerFixture();

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger mostRunning = new AtomicInteger();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.release.countDown();
		this.fixture.close();
	}

	@Test
	void shortJobsAreClaimedAheadAndNoMoreRunAtOnceThanAllowed() {
		FakeTask task = shortUntil(Integer.MAX_VALUE);
		List<JobId> jobs = insert(1000);
		this.fixture.start(WorkerFixture.options(), CONCURRENCY);
		awaitSize(JobStatus.SUCCESS, 1000);
		assertThat(task.runs).hasValue(1000);
		assertThat(this.mostRunning).hasValueLessThanOrEqualTo(CONCURRENCY);
		assertThat(this.fixture.mostAsked).hasValueGreaterThan(CONCURRENCY);
		assertThat(jobs).allMatch((id) -> this.fixture.info(id).history().size() == 1);
	}

	@Test
	void asManyAreClaimedAheadAsTheStoreAdvises() {
		shortUntil(Integer.MAX_VALUE);
		insert(1000);
		this.fixture.start(options(null, null), CONCURRENCY);
		awaitSize(JobStatus.SUCCESS, 1000);
		assertThat(this.fixture.mostAsked).hasValueBetween(CONCURRENCY + 1, CONCURRENCY + 100);
	}

	@Test
	void fewLargeJobsAreClaimedAhead() {
		shortUntil(Integer.MAX_VALUE);
		String payload = '"' + "x".repeat((int) ClaimAhead.MOST_BYTES / 4) + '"';
		for (int i = 0; i < 100; i++) {
			this.fixture.insert("work", payload);
		}
		this.fixture.start(WorkerFixture.options(), CONCURRENCY);
		awaitSize(JobStatus.SUCCESS, 100);
		assertThat(this.fixture.mostAsked).hasValueLessThanOrEqualTo(CONCURRENCY + 3);
	}

	@Test
	void nothingIsClaimedAheadWhereThatIsTurnedOff() {
		shortUntil(Integer.MAX_VALUE);
		insert(500);
		this.fixture.start(options(0, null), CONCURRENCY);
		awaitSize(JobStatus.SUCCESS, 500);
		assertThat(this.fixture.mostAsked).hasValue(CONCURRENCY);
	}

	@Test
	void jobsBehindLongOnesGoBackToTheQueue() {
		FakeTask task = shortUntil(300);
		insert(600);
		this.fixture.start(WorkerFixture.options(), CONCURRENCY);
		awaitSize(JobStatus.STARTED, CONCURRENCY);
		awaitSize(JobStatus.QUEUED, 300 - CONCURRENCY);
		assertThat(task.runs).hasValue(300 + CONCURRENCY);
		this.release.countDown();
		awaitSize(JobStatus.SUCCESS, 600);
		assertThat(task.runs).hasValue(600);
	}

	@Test
	void jobsOfAnotherTaskDoNotWaitInLine() {
		shortUntil(Integer.MAX_VALUE);
		this.fixture.task("long", (payload, job) -> {
			this.release.await();
			return null;
		});
		insert(100);
		JobId first = this.fixture.insert("long");
		List<JobId> others = List.of(this.fixture.insert("long"), this.fixture.insert("long"));
		this.fixture.start(WorkerFixture.options(), 1);
		this.fixture.awaitStatus(first, JobStatus.STARTED);
		Awaitility.await().until(() -> size(JobStatus.SUCCESS) == 100);
		assertThat(others).allMatch((id) -> this.fixture.info(id).status() == JobStatus.QUEUED);
	}

	/** The permit becomes free after the first of them was released. */
	@Test
	void jobsThatAreReleasedAreNotOvertakenByThoseClaimedWithThem() {
		CountDownLatch go = new CountDownLatch(1);
		AtomicInteger runs = new AtomicInteger();
		this.fixture.task("work", (payload, job) -> {
			if (runs.incrementAndGet() == 99) {
				go.await();
			}
			return null;
		});
		FakeTask task = this.fixture.task("long", (payload, job) -> {
			this.release.await();
			return null;
		});
		AtomicInteger starts = new AtomicInteger();
		task.beforeStart = () -> {
			if (starts.incrementAndGet() == 2) {
				go.countDown();
				Awaitility.await().until(() -> ((ThreadPoolExecutor) this.fixture.executor).getActiveCount() == 0);
			}
		};
		insert(100);
		JobId first = this.fixture.insert("long");
		List<JobId> others = List.of(this.fixture.insert("long"), this.fixture.insert("long"));
		this.fixture.start(WorkerFixture.options(), 1);
		Awaitility.await().until(() -> runs.get() >= 99 && size(JobStatus.QUEUED) >= 3);
		go.countDown();
		this.fixture.awaitStatus(first, JobStatus.STARTED);
		assertThat(others).allMatch((id) -> this.fixture.info(id).status() == JobStatus.QUEUED);
	}

	@Test
	void noMoreAreStartedThanRun() {
		shortUntil(Integer.MAX_VALUE);
		insert(2000);
		this.fixture.start(WorkerFixture.options(), 1);
		AtomicLong mostStarted = new AtomicLong();
		Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(30)).until(() -> {
			mostStarted.accumulateAndGet(size(JobStatus.STARTED), Math::max);
			return size(JobStatus.SUCCESS) == 2000;
		});
		assertThat(mostStarted).hasValueLessThanOrEqualTo(1);
		assertThat(this.fixture.mostAsked).hasValueGreaterThan(1);
	}

	@Test
	void aJobThatTurnsOutToBeLongIsStartedSoonAfter() {
		FakeTask task = shortUntil(300);
		insert(600);
		this.fixture.start(WorkerFixture.options(), CONCURRENCY);
		Awaitility.await().until(() -> task.runs.get() == 300 + CONCURRENCY);
		awaitSize(JobStatus.STARTED, CONCURRENCY);
		awaitSize(JobStatus.QUEUED, 300 - CONCURRENCY);
	}

	@Test
	void aJobThatIsCancelledInLineNeverRuns() {
		FakeTask task = shortUntil(300);
		List<JobId> jobs = insert(400);
		this.fixture.start(WorkerFixture.options(), CONCURRENCY);
		Awaitility.await().until(() -> task.runs.get() == 300 + CONCURRENCY);
		List<JobId> cancelled = jobs.subList(310, 400);
		cancelled.forEach((id) -> this.fixture.memory.actions().cancel(id));
		this.release.countDown();
		awaitSize(JobStatus.SUCCESS, 310);
		assertThat(cancelled).allMatch((id) -> this.fixture.info(id).status() == JobStatus.CANCELLED);
		assertThat(task.runs).hasValue(310);
	}

	@Test
	void aStopGivesBackWhatHasNotBegun() {
		FakeTask task = shortUntil(300);
		insert(600);
		JobWorker worker = this.fixture.start(WorkerFixture.options(), CONCURRENCY);
		Awaitility.await().until(() -> task.runs.get() == 300 + CONCURRENCY);
		worker.stop();
		assertThat(size(JobStatus.INTERRUPTED)).isEqualTo(CONCURRENCY);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(300 - CONCURRENCY);
		assertThat(size(JobStatus.STARTED)).isZero();
		assertThat(task.runs).hasValue(300 + CONCURRENCY);
	}

	@Test
	void aWorkerThatLeavesAfterSoManyJobsRunsAsMany() throws Exception {
		FakeTask task = shortUntil(Integer.MAX_VALUE);
		insert(500);
		assertThat(this.fixture.start(options(100, 300), CONCURRENCY).awaitStopped(Duration.ofSeconds(30))).isTrue();
		assertThat(task.runs).hasValue(300);
		assertThat(size(JobStatus.QUEUED)).isEqualTo(200);
	}

	/** A task whose runs are short up to that one, and then wait. */
	private FakeTask shortUntil(int runs) {
		AtomicInteger count = new AtomicInteger();
		return this.fixture.task("work", (payload, job) -> {
			this.mostRunning.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			try {
				if (count.incrementAndGet() > runs) {
					this.release.await();
				}
				return null;
			}
			finally {
				this.running.decrementAndGet();
			}
		});
	}

	private List<JobId> insert(int count) {
		List<JobId> jobs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			jobs.add(this.fixture.insert("work"));
		}
		return jobs;
	}

	private void awaitSize(JobStatus status, long size) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> size(status) == size);
	}

	private long size(JobStatus status) {
		return this.fixture.memory.queries().queue("q").size(status);
	}

	private static WorkerOptions options(@Nullable Integer claimAhead, @Nullable Integer maxJobs) {
		return new WorkerOptions(Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofMillis(200),
				Duration.ofMillis(200), Duration.ofHours(1), claimAhead, 5, 20, maxJobs, false);
	}

}
