package io.jobqueue.crash;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.crash.Ledger.Event;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that die, freeze and are stopped while they work: the same days for every
 * store.
 */
abstract class WorkerHarms {

	private static final Duration LEASE = Duration.ofSeconds(2);

	/** The promise of the maintenance. */
	private static final Duration RECOVERY = LEASE.plusSeconds(5);

	/** A store of its own for one day. */
	abstract CrashStore store(Scene scene);

	@BadDay
	void killedAgainAndAgain(Scene scene) throws InterruptedException {
		scene.on(store(scene));
		Deque<WorkerProcess> alive = new ArrayDeque<>(List.of(scene.worker("w0"), scene.worker("w1")));
		try (Feeder feeder = scene.feed(20, 80, Duration.ofMillis(100))) {
			for (int round = 2; round < 2 + Form.count(3, 12); round++) {
				alive.add(scene.worker("w" + round));
				scene.awaitStarts(alive.getLast().id(), 20);
				WorkerProcess victim = alive.remove();
				victim.kill();
				scene.harmed();
				assertThat(victim.awaitExit(RECOVERY)).isTrue();
			}
			assertThat(feeder.refused()).isZero();
		}
		Verdict verdict = scene.verdict().requireNoHarm().requireRecoveryWithin(RECOVERY);
		assertThat(verdict.ranTwice()).as("jobs that were caught running").isNotEmpty();
	}

	@BadDay
	void stoppedUnderLoad(Scene scene) throws InterruptedException {
		scene.on(store(scene));
		Deque<WorkerProcess> alive = new ArrayDeque<>(List.of(scene.worker("w0"), scene.worker("w1")));
		try (Feeder feeder = scene.feed(20, 20, Duration.ofMillis(100))) {
			for (int round = 2; round < 2 + Form.count(2, 10); round++) {
				alive.add(scene.worker("w" + round));
				scene.awaitStarts(alive.getLast().id(), 20);
				WorkerProcess leaving = alive.remove();
				awaitLongJob(scene, leaving.id());
				leaving.terminate();
				assertThat(leaving.awaitExit(Duration.ofSeconds(30))).isTrue();
			}
			assertThat(feeder.refused()).isZero();
		}
		scene.verdict().requireNoHarm();
		assertThat(scene.ledger().jobs(Event.INTERRUPTED)).as("long jobs that were interrupted").isNotEmpty();
		assertThat(scene.ledger().jobs(Event.LOST)).as("leases lost").isEmpty();
		assertThat(scene.findAll().values()).allSatisfy((job) -> {
			assertThat(job.attempts()).as(job.id().value()).isEqualTo(1);
			assertThat(job.history()).extracting(JobAttempt::outcome)
				.allMatch((outcome) -> outcome == JobStatus.SUCCESS || outcome == JobStatus.INTERRUPTED);
		});
	}

	/**
	 * One that goes on for longer than the shutdown waits. The next is dispatched once
	 * all before have started; else a slow store would have more and more of them wait,
	 * those of earlier rounds first.
	 */
	private static void awaitLongJob(Scene scene, String worker) {
		Set<String> longJobs = new HashSet<>();
		Scene.await().until(() -> {
			if (scene.ledger().jobs(Event.START).containsAll(longJobs)) {
				longJobs.addAll(values(scene.dispatch(1, 4000)));
			}
			return !Collections.disjoint(scene.ledger().jobs(Event.START, worker), longJobs);
		});
	}

	@BadDay
	void frozenBeyondItsLease(Scene scene) {
		scene.on(store(scene));
		WorkerProcess frozen = scene.worker("frozen");
		List<JobId> ids = scene.dispatch(10, 3000);
		scene.awaitStarts("frozen", 10);
		frozen.freeze();
		scene.harmed();
		scene.worker("survivor");
		scene.awaitAllEnded();
		Map<JobId, JobInfo> before = scene.find(ids);
		frozen.thaw();
		// All ten are known not to be its own, whether it was told so or tried to end
		// them.
		Scene.await().until(() -> scene.over("frozen").containsAll(ids.stream().map(JobId::value).toList()));
		scene.dispatch(20, 0);
		scene.verdict().requireNoHarm();
		assertThat(scene.find(ids)).isEqualTo(before);
		assertThat(scene.ledger().jobs(Event.STORED, "frozen")).doesNotContainAnyElementsOf(values(ids));
		assertThat(before.values()).allSatisfy((job) -> {
			assertThat(job.worker()).isEqualTo("survivor");
			assertThat(job.history()).extracting(JobAttempt::outcome)
				.containsExactly(JobStatus.QUEUED, JobStatus.SUCCESS);
		});
	}

	@BadDay
	void jobThatKillsItsJvm(Scene scene) {
		scene.on(store(scene));
		JobId poison = scene.dispatch(List.of(JobRequest.of(PoisonTask.NAME, 1))).get(0);
		scene.dispatch(Form.count(50, 500), 1);
		int started = 0;
		while (!scene.find(poison).status().isEnd()) {
			assertThat(started).as("workers started").isLessThan(8);
			WorkerProcess worker = scene.worker("victim" + started++);
			Scene.await().until(() -> !worker.isAlive() || scene.find(poison).status().isEnd());
		}
		Verdict verdict = scene.verdict().requireNoHarm();
		assertThat(verdict.ends()).containsEntry("FAILED", 1L).hasSize(2);
		JobInfo job = scene.find(poison);
		assertThat(job.history()).extracting(JobAttempt::outcome)
			.containsExactly(JobStatus.QUEUED, JobStatus.QUEUED, JobStatus.QUEUED, JobStatus.QUEUED, JobStatus.FAILED);
		assertThat(job.error()).isNotNull();
		Scene.await().until(() -> scene.ledger().entries(Event.DEAD_LETTER).size() == 1);
	}

	private static List<String> values(List<JobId> ids) {
		return ids.stream().map(JobId::value).toList();
	}

}
