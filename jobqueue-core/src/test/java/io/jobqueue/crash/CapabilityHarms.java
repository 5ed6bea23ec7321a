package io.jobqueue.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jobqueue.DispatchResult;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.Limit;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.QueueRulesStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits and unique keys while workers are killed and frozen: the same days for every
 * store.
 */
abstract class CapabilityHarms {

	private static final String QUEUE = "default";

	private static final int TENANTS = 4;

	private static final int JOBS = 40;

	private static final Map<String, Integer> BOUNDS = Map.of(LimitName.QUEUE, 3, LimitName.ofTask(BoundTask.NAME),
			BoundTask.MAX_RUNNING, "tenant=t0", 1, "tenant=t1", 1, "tenant=t2", 1, "tenant=t3", 1);

	/** A store of its own for one day. */
	abstract CrashStore store(Scene scene);

	/**
	 * A limit counts leases. A worker that goes on after its lease has run out may still
	 * run a job, and does not count.
	 */
	@BadDay
	void limitsOfWorkersThatDieAndFreeze(Scene scene) throws InterruptedException {
		CrashStore store = scene.on(store(scene));
		scene.backend()
			.part(QueueRulesStore.class)
			.update(QUEUE,
					(rules) -> rules.withOperatorLimit(LimitName.QUEUE, Limit.ofMaxRunning(3))
						.withOperatorLimit("tenant", Limit.ofMaxRunning(1))
						.withTaskLimits(BoundTask.NAME,
								Map.of(LimitName.ofTask(BoundTask.NAME), Limit.ofMaxRunning(BoundTask.MAX_RUNNING))));
		HarmedWorkers workers = new HarmedWorkers(scene);
		LimitWatch watch = new LimitWatch(scene.backend(), QUEUE);
		try (watch) {
			for (int round = 0; round < Form.count(2, 12); round++) {
				scene.dispatch(IntStream.range(0, JOBS).mapToObj(CapabilityHarms::limited).toList());
				workers.harm(round);
			}
			scene.verdict().requireNoHarm();
		}
		Map<String, Integer> runs = LimitedRuns.most(scene.ledger().entries(), workers.harms(), limits(scene));
		assertThat(runs).as("jobs that ran at the same time").containsAllEntriesOf(BOUNDS);
		assertThat(watch.most()).as("leases at the same time")
			.allSatisfy((name, most) -> assertThat(most).as(name).isLessThanOrEqualTo(BOUNDS.get(name)));
		assertNothingIsLeft(scene, store);
	}

	private static JobRequest limited(int number) {
		return JobRequest.of((number % 2 == 0) ? BoundTask.NAME : LedgerTask.NAME, 20 + number)
			.withLimitKey("tenant", "t" + number / 2 % TENANTS);
	}

	/** The limits of each job, by its id. */
	private static Map<String, List<String>> limits(Scene scene) {
		Map<String, List<String>> limits = new HashMap<>();
		for (JobInfo job : scene.findAll().values()) {
			int number = Integer.parseInt(job.payload()) - 20;
			List<String> names = new ArrayList<>(List.of(LimitName.QUEUE, "tenant=t" + number / 2 % TENANTS));
			if (job.task().equals(BoundTask.NAME)) {
				names.add(LimitName.ofTask(BoundTask.NAME));
			}
			limits.put(job.id().value(), names);
		}
		return limits;
	}

	@BadDay
	void uniqueKeysOfWorkersThatDieAndFreeze(Scene scene) throws InterruptedException {
		CrashStore store = scene.on(store(scene));
		HarmedWorkers workers = new HarmedWorkers(scene);
		KeyFeeder keys = new KeyFeeder(scene);
		try (keys) {
			for (int round = 0; round < Form.count(2, 12); round++) {
				workers.harm(round);
			}
		}
		scene.verdict().requireNoHarm();
		List<JobId> next = new ArrayList<>();
		for (JobRequest request : KeyFeeder.REQUESTS) {
			DispatchResult result = scene.jobs().tryDispatch(request);
			assertThat(result.outcome()).as(request.toString()).isEqualTo(DispatchResult.Outcome.STORED);
			next.add(result.id());
		}
		Scene.await()
			.untilAsserted(() -> assertThat(scene.find(next).values()).extracting(JobInfo::status)
				.containsOnly(JobStatus.SUCCESS));
		assertThat(keys.stored()).as("jobs of each key").allMatch((count) -> count > 1);
		assertNothingIsLeft(scene, store);
	}

	/** Maintenance deletes some of it later than the last job ends. */
	private static void assertNothingIsLeft(Scene scene, CrashStore store) {
		Scene.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			scene.backend().maintenance().prune(QUEUE, Map.of(), 1);
			assertThat(store.leftovers()).isEmpty();
		});
	}

}
