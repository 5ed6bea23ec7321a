package io.jobqueue.crash;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.testsupport.RedisProcess;
import io.jobqueue.worker.options.SharedContainer.Order;

import static org.assertj.core.api.Assertions.assertThat;

/** Several queues in one container, whose worker is killed. */
class SharedContainerTests {

	private static final int JOBS = 300;

	/** So many that neither queue has started its last job. */
	private static final int JUDGED = 200;

	@BadDay
	void weightedOnRedis(Scene scene) throws InterruptedException {
		weighted(scene, RedisCrashStore.on(scene.use(RedisProcess.server(scene.directory()))));
	}

	@BadDay
	void weightedOnPostgres(Scene scene) throws InterruptedException {
		weighted(scene, DatabaseCrashStore.onPostgres());
	}

	@BadDay
	void strictOnRedis(Scene scene) throws InterruptedException {
		strict(scene, RedisCrashStore.on(scene.use(RedisProcess.server(scene.directory()))));
	}

	@BadDay
	void strictOnPostgres(Scene scene) throws InterruptedException {
		strict(scene, DatabaseCrashStore.onPostgres());
	}

	/** The first queue has three of four turns. */
	private static void weighted(Scene scene, CrashStore store) throws InterruptedException {
		SharedTurns turns = killAndDrain(scene, store, Order.WEIGHTED);
		int all = turns.starts("a") + turns.starts("b");
		assertThat(turns.starts("b")).as("%s", turns).isBetween(15 * all / 100, 35 * all / 100);
	}

	/** The later queue has one of 32 turns: 6 or 7 of 204, and jobs that were lost. */
	private static void strict(Scene scene, CrashStore store) throws InterruptedException {
		SharedTurns turns = killAndDrain(scene, store, Order.STRICT);
		assertThat(turns.starts("b")).as("%s", turns).isLessThanOrEqualTo(12);
		SharedTurns all = SharedTurns.of(scene.ledger().entries(), JUDGED);
		assertThat(all.starts("b")).as("%s", all).isPositive();
	}

	/**
	 * Return the starts, also those after the crash. A queue whose claim has no reply for
	 * 1 s cannot start a job, and passes its turns on. Its worker says so, and the starts
	 * of the other queue until the reply are left out.
	 */
	private static SharedTurns killAndDrain(Scene scene, CrashStore store, Order order) throws InterruptedException {
		scene.on(store);
		scene.backend().actions().pause("c");
		for (String queue : List.of("a", "b", "c")) {
			scene.dispatch(JobRequest.of(LedgerTask.NAME, 20).onQueue(queue), (queue.equals("c")) ? 10 : JOBS);
		}
		WorkerProcess victim = worker(scene, "w0", order);
		scene.awaitEnds(100);
		victim.kill();
		scene.harmed();
		assertThat(victim.awaitExit(Duration.ofSeconds(7))).isTrue();
		WorkerProcess survivor = worker(scene, "w1", order);
		scene.awaitEnds(2 * JOBS);
		assertThat(scene.backend().queries().queue("c").size(JobStatus.QUEUED)).isEqualTo(10);
		scene.backend().actions().resume("c");
		scene.verdict().requireNoHarm();
		SharedTurns turns = SharedTurns.of(scene.ledger().entries(), JUDGED);
		for (WorkerProcess worker : List.of(victim, survivor)) {
			turns = turns.withoutLongest(slowClaims(worker, "a"), worker.id(), "b")
				.withoutLongest(slowClaims(worker, "b"), worker.id(), "a");
		}
		return turns;
	}

	private static WorkerProcess worker(Scene scene, String id, Order order) {
		return scene.worker(id,
				(settings) -> settings.withQueues("a", "b", "c")
					.withConcurrency(4)
					.withTraits(new WorkerSettings.Traits(Duration.ZERO, false, 0, order)));
	}

	private static int slowClaims(WorkerProcess worker, String queue) {
		return (int) worker.log()
			.lines()
			.filter((line) -> line.contains("A claim of queue '" + queue + "' takes more than "))
			.count();
	}

}
