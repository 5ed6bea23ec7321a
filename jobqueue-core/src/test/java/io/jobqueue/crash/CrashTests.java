package io.jobqueue.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.crash.Ledger.Entry;
import io.jobqueue.crash.Ledger.Event;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.StoringJobDispatcher;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.task.TaskDefaults;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Worker processes on real Redis that die, freeze and are stopped while they work.
 */
class CrashTests {

	private static final Duration LEASE = Duration.ofSeconds(2);

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	@TempDir
	private Path directory;

	private final String namespace = TestRedis.namespace();

	private final StoreBackend store = new RedisStoreBackend(TestRedis.shared().connectionFactory(), this.namespace);

	private final JobDispatcher jobs = new StoringJobDispatcher(this.store,
			new TaskScanner(new DefaultListableBeanFactory(), TaskDefaults.DEFAULT).scan(),
			new JacksonJobSerializer(JsonMapper.builder().build()), DispatchOptions.DEFAULT, DispatchHooks.NONE,
			InstantSource.system());

	private final List<WorkerProcess> workers = new ArrayList<>();

	@AfterEach
	void endWorkers() {
		this.workers.forEach(WorkerProcess::close);
	}

	@Test
	void jobsOfKilledWorkersEndOnceAndAreRecoveredInTime() {
		List<JobId> ids = dispatch(1000, 20);
		start("killed");
		start("survivor");
		awaitEnds(200);
		Instant killed = Instant.now();
		this.workers.get(0).kill();
		awaitAll(ids, JobStatus.SUCCESS);
		assertThat(find(ids).values()).allSatisfy((job) -> assertThat(successes(job)).isEqualTo(1));
		Map<String, Instant> orphans = startsWithoutEnd("killed");
		assertThat(orphans).isNotEmpty();
		ledger().entries(Event.START)
			.stream()
			.filter((entry) -> entry.worker().equals("survivor") && orphans.containsKey(entry.job()))
			.forEach((entry) -> assertThat(Duration.between(killed, entry.time()))
				.isLessThan(LEASE.plus(Duration.ofSeconds(5))));
		assertThat(runTwice()).isSubsetOf(jobsOf("killed"));
	}

	@Test
	void stoppedWorkersLoseNothingAndSpendNoRetry() throws InterruptedException {
		List<JobId> ids = dispatch(900, 20);
		ids.addAll(dispatch(20, 5000));
		start("stopped");
		start("survivor");
		awaitEnds(100);
		Awaitility.await().atMost(PATIENCE).until(() -> !startsWithoutEnd("stopped").isEmpty());
		this.workers.get(0).terminate();
		assertThat(this.workers.get(0).awaitExit(Duration.ofSeconds(30))).isTrue();
		awaitAll(ids, JobStatus.SUCCESS);
		assertThat(find(ids).values()).allSatisfy((job) -> {
			assertThat(job.attempts()).isEqualTo(1);
			assertThat(job.history()).extracting(JobAttempt::outcome)
				.allMatch((outcome) -> outcome == JobStatus.SUCCESS || outcome == JobStatus.INTERRUPTED);
		});
	}

	@Test
	void frozenWorkerThatWakesChangesNothing() {
		start("frozen");
		List<JobId> ids = dispatch(10, 3000);
		Awaitility.await().atMost(PATIENCE).until(() -> ledger().entries(Event.START).size() == 10);
		this.workers.get(0).freeze();
		start("survivor");
		awaitAll(ids, JobStatus.SUCCESS);
		Map<JobId, JobInfo> before = find(ids);
		this.workers.get(0).thaw();
		JobId next = dispatch(1, 0).get(0);
		awaitAll(List.of(next), JobStatus.SUCCESS);
		Awaitility.await().atMost(PATIENCE).until(() -> heardOfLoss("frozen", ids));
		assertThat(find(ids)).isEqualTo(before);
		assertThat(before.values()).allSatisfy((job) -> {
			assertThat(job.worker()).isEqualTo("survivor");
			assertThat(job.history()).extracting(JobAttempt::outcome)
				.containsExactly(JobStatus.QUEUED, JobStatus.SUCCESS);
		});
	}

	@Test
	void jobThatKillsItsWorkersEndsAsPoisonAndOthersGoOn() {
		List<JobId> poison = dispatch(1, -1);
		List<JobId> others = dispatch(50, 1);
		int started = 0;
		while (this.store.browser().find(poison).get(poison.get(0)).status() != JobStatus.FAILED) {
			assertThat(started).as("workers started").isLessThan(8);
			WorkerProcess worker = start("victim" + started++);
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> !worker.isAlive() || status(poison.get(0)) == JobStatus.FAILED);
		}
		awaitAll(others, JobStatus.SUCCESS);
		JobInfo job = find(poison).get(poison.get(0));
		assertThat(job.history()).extracting(JobAttempt::outcome)
			.containsExactly(JobStatus.QUEUED, JobStatus.QUEUED, JobStatus.QUEUED, JobStatus.QUEUED, JobStatus.FAILED);
		assertThat(job.error()).isNotNull();
		Awaitility.await().atMost(PATIENCE).until(() -> ledger().entries(Event.DEAD_LETTER).size() == 1);
	}

	private WorkerProcess start(String id) {
		WorkerProcess worker = WorkerProcess.start(id, new WorkerSettings(TestRedis.shared().port(), this.namespace,
				"default", 10, LEASE, this.directory.resolve("ledger")));
		this.workers.add(worker);
		return worker;
	}

	private List<JobId> dispatch(int count, int millis) {
		return new ArrayList<>(this.jobs.dispatchAll(Collections.nCopies(count, JobRequest.of("ledger", millis))));
	}

	private Ledger ledger() {
		return new Ledger(this.directory.resolve("ledger"));
	}

	private void awaitEnds(int count) {
		Awaitility.await().atMost(PATIENCE).until(() -> ledger().entries(Event.END).size() >= count);
	}

	private void awaitAll(List<JobId> ids, JobStatus status) {
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(find(ids).values()).hasSize(ids.size())
				.extracting(JobInfo::status)
				.containsOnly(status));
	}

	private Map<JobId, JobInfo> find(List<JobId> ids) {
		return this.store.browser().find(ids);
	}

	private JobStatus status(JobId id) {
		return find(List.of(id)).get(id).status();
	}

	private static long successes(JobInfo job) {
		return job.history().stream().filter((attempt) -> attempt.outcome() == JobStatus.SUCCESS).count();
	}

	/** Whether a worker ended or was interrupted in all these jobs. */
	private boolean heardOfLoss(String worker, List<JobId> ids) {
		return ledger().entries()
			.stream()
			.filter((entry) -> entry.worker().equals(worker) && entry.event() != Event.START)
			.map(Entry::job)
			.collect(Collectors.toSet())
			.containsAll(ids.stream().map(JobId::value).toList());
	}

	private Map<String, Instant> startsWithoutEnd(String worker) {
		Map<String, Instant> open = new HashMap<>();
		for (Entry entry : ledger().entries()) {
			if (entry.worker().equals(worker)) {
				if (entry.event() == Event.START) {
					open.put(entry.job(), entry.time());
				}
				else {
					open.remove(entry.job());
				}
			}
		}
		return open;
	}

	private Set<String> runTwice() {
		return ledger().counts(Event.START)
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() > 1)
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	private Set<String> jobsOf(String worker) {
		return ledger().entries()
			.stream()
			.filter((entry) -> entry.worker().equals(worker))
			.map(Entry::job)
			.collect(Collectors.toSet());
	}

}
