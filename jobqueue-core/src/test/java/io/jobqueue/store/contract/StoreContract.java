package io.jobqueue.store.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.JobSummary;
import io.jobqueue.JobSummaryPage;
import io.jobqueue.management.JobSearch;
import io.jobqueue.store.JobMaintenance.Reclaimed;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.feed.RenewRequest;
import io.jobqueue.store.feed.RenewResult;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.testsupport.TestRenewals;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The words of the contract tests: one queue, two workers, and what they do.
 */
abstract class StoreContract {

	protected static final String QUEUE = "orders";

	protected static final String OTHER_QUEUE = "orders-2.slow";

	protected static final String WORKER = "worker-1";

	protected static final String OTHER_WORKER = "worker-2";

	/** So long that no test sees its end. */
	protected static final Duration LONG = Duration.ofMinutes(5);

	/** So short that a test can wait for its end. */
	protected static final Duration SHORT = Duration.ofMillis(100);

	protected static final JobError ERROR = new JobError("java.lang.IllegalStateException", "Bäd", "at a.B");

	protected StoreBackend store;

	/** A fresh back end that shares nothing with those of other tests. */
	protected abstract StoreBackend backend();

	@BeforeEach
	void open() {
		this.store = backend();
	}

	protected static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
	}

	protected static JobSpec job() {
		return JobSpec.in(QUEUE);
	}

	protected JobId insert(JobSpec spec) {
		NewJob job = spec.build();
		this.store.intake().insert(List.of(job));
		return job.id();
	}

	protected JobId insert() {
		return insert(job());
	}

	/** Plain jobs, in this order. */
	protected List<JobId> insert(int count) {
		List<NewJob> jobs = IntStream.range(0, count).mapToObj((i) -> job().build()).toList();
		this.store.intake().insert(jobs);
		return jobs.stream().map(NewJob::id).toList();
	}

	protected ClaimResult claim(String worker, int limit, Duration lease) {
		return this.store.feed().claim(new ClaimRequest(QUEUE, worker, limit, lease));
	}

	protected List<ClaimedJob> claim(int limit) {
		return claim(WORKER, limit, LONG).jobs();
	}

	protected List<JobId> claimIds(int limit) {
		return claim(limit).stream().map(ClaimedJob::id).toList();
	}

	/** The first job of the queue, now run by {@link #WORKER}. */
	protected ClaimedJob claim() {
		List<ClaimedJob> jobs = claim(1);
		assertThat(jobs).as("a ready job").hasSize(1);
		return jobs.get(0);
	}

	protected ClaimedJob awaitClaim() {
		return await().until(() -> claim(1), (jobs) -> !jobs.isEmpty()).get(0);
	}

	protected ClaimedJob insertAndClaim() {
		insert();
		return claim();
	}

	protected FinishResult finish(Outcome outcome) {
		return finish(WORKER, outcome);
	}

	protected FinishResult finish(String worker, Outcome outcome) {
		return this.store.feed().finish(QUEUE, worker, List.of(outcome)).get(0);
	}

	/** A job that has ended. */
	protected JobId ended(JobStatus status) {
		return ended(job(), status);
	}

	protected JobId ended(JobSpec spec, JobStatus status) {
		JobId id = insert(spec);
		ClaimedJob job = claim();
		assertThat(job.id()).isEqualTo(id);
		boolean success = status == JobStatus.SUCCESS;
		assertThat(finish(success ? Outcome.success(job, "1") : Outcome.end(job, status, ERROR)))
			.isEqualTo(FinishResult.APPLIED);
		return id;
	}

	/** Take back lost jobs until there were as many as expected. */
	protected Reclaimed awaitReclaim(int maxLosses, int expected) {
		int[] requeued = new int[1];
		List<ClaimedJob> poisoned = new ArrayList<>();
		await().until(() -> {
			Reclaimed reclaimed = this.store.maintenance().reclaim(QUEUE, maxLosses, 100);
			requeued[0] += reclaimed.requeued();
			poisoned.addAll(reclaimed.poisoned());
			return requeued[0] + poisoned.size() >= expected;
		});
		return new Reclaimed(requeued[0], poisoned);
	}

	/** A job whose worker {@link #WORKER} was lost, as it was claimed. */
	protected ClaimedJob lose() {
		ClaimedJob job = claim(WORKER, 1, Duration.ofMillis(50)).jobs().get(0);
		awaitReclaim(100, 1);
		return job;
	}

	protected RenewResult renew(String worker, Duration lease, Map<JobId, Integer> held) {
		return renew(worker, lease, held, Map.of());
	}

	protected RenewResult renew(String worker, Duration lease, Map<JobId, Integer> held,
			Map<JobId, JobProgress> progress) {
		WorkerIdentity identity = new WorkerIdentity(worker, "host-1", 4711, Instant.parse("2026-01-02T03:04:05Z"));
		return this.store.feed()
			.renew(new RenewRequest(identity, lease, List.of(TestRenewals.container(QUEUE, 8, held, progress))));
	}

	protected JobInfo info(JobId id) {
		JobInfo info = this.store.queries().find(List.of(id)).get(id);
		assertThat(info).as("job %s", id).isNotNull();
		return info;
	}

	protected JobStatus status(JobId id) {
		return info(id).status();
	}

	protected long size(JobStatus status) {
		return this.store.queries().queue(QUEUE).size(status);
	}

	/** All pages of a search for summaries. */
	protected List<JobSummary> summaries(JobQuery query) {
		List<JobSummary> summaries = new ArrayList<>();
		JobSearch search = new JobSearch(this.store.queries());
		JobSummaryPage page = search.summaries(query);
		summaries.addAll(page.jobs());
		while (page.next() != null) {
			page = search.summaries(query.after(page.next()));
			summaries.addAll(page.jobs());
		}
		return summaries;
	}

}
