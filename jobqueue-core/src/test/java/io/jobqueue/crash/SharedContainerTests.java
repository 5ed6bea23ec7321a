package io.jobqueue.crash;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.crash.Ledger.Event;
import io.jobqueue.testsupport.RedisProcess;
import io.jobqueue.worker.options.SharedContainer.Order;

import static org.assertj.core.api.Assertions.assertThat;

/** Several queues in one container, whose worker is killed. */
class SharedContainerTests {

	private static final int JOBS = 300;

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

	private static void weighted(Scene scene, CrashStore store) throws InterruptedException {
		List<String> ends = killAndDrain(scene, store, Order.WEIGHTED);
		assertThat(count(ends.subList(0, 100), "b")).isBetween(15L, 35L);
	}

	private static void strict(Scene scene, CrashStore store) throws InterruptedException {
		List<String> ends = killAndDrain(scene, store, Order.STRICT);
		assertThat(count(ends.subList(0, 100), "b")).isBetween(1L, 12L);
	}

	/**
	 * Return the jobs in the order of their ends. The worker is killed after the first
	 * 100, because a queue passes its turns on while a claim after the crash takes long.
	 */
	private static List<String> killAndDrain(Scene scene, CrashStore store, Order order) throws InterruptedException {
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
		worker(scene, "w1", order);
		scene.awaitEnds(2 * JOBS);
		assertThat(scene.backend().queries().queue("c").size(JobStatus.QUEUED)).isEqualTo(10);
		scene.backend().actions().resume("c");
		scene.verdict().requireNoHarm();
		return scene.ledger().entries(Event.END).stream().map(Ledger.Entry::job).toList();
	}

	private static WorkerProcess worker(Scene scene, String id, Order order) {
		return scene.worker(id,
				(settings) -> settings.withQueues("a", "b", "c")
					.withConcurrency(4)
					.withTraits(new WorkerSettings.Traits(Duration.ZERO, false, 0, order)));
	}

	private static long count(List<String> jobs, String queue) {
		return jobs.stream().filter((job) -> job.startsWith(queue + "-")).count();
	}

}
