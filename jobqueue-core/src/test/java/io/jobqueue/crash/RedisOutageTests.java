package io.jobqueue.crash;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobDispatchException;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.crash.Ledger.Event;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.testsupport.RedisProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A Redis that restarts, is full and forgets its scripts.
 */
class RedisOutageTests {

	/**
	 * What is confirmed is on the disk. Synced every second, Redis puts off its writes
	 * while a sync is under way, and loses what it had confirmed meanwhile when it is
	 * killed.
	 */
	private static final String[] KEPT = { "appendonly yes", "appendfsync always" };

	@BadDay
	void restartedWithItsDataUnderLoad(Scene scene) {
		RedisProcess redis = scene.use(RedisProcess.server(scene.directory(), KEPT));
		scene.on(RedisCrashStore.on(redis));
		scene.worker("w0");
		scene.worker("w1");
		try (Feeder feeder = scene.feed(10, 50, Duration.ofMillis(50))) {
			for (int round = 0; round < Form.count(2, 8); round++) {
				scene.awaitEnds(scene.ledger().entries(Event.END).size() + 100);
				if (round % 2 == 0) {
					redis.stop();
				}
				else {
					redis.kill();
				}
				Scene.last(Form.seconds(0.5, 5));
				redis.startAgain();
				scene.harmed();
			}
			assertThat(feeder.accepted()).isPositive();
		}
		scene.verdict().requireNoHarm();
	}

	@BadDay
	void full(Scene scene) {
		RedisProcess redis = scene.use(RedisProcess.server(scene.directory(), "maxmemory-policy noeviction"));
		scene.on(RedisCrashStore.on(redis));
		scene.worker("w0");
		List<JobId> waiting = scene.dispatch(Form.count(500, 5000), 20);
		try (Feeder feeder = scene.feed(10, 20, Duration.ofMillis(50))) {
			scene.awaitEnds(50);
			redis.ask((commands) -> commands.configSet("maxmemory", "1"));
			Scene.await().until(() -> feeder.refused() > 10);
			assertThatExceptionOfType(JobDispatchException.class).isThrownBy(() -> scene.dispatch(1, 0))
				.withMessageContaining("full")
				.withCauseInstanceOf(StoreFullException.class);
			Scene.await()
				.untilAsserted(() -> assertThat(scene.find(waiting).values())
					.allMatch((job) -> job.status() == JobStatus.SUCCESS));
			int accepted = feeder.accepted();
			redis.ask((commands) -> commands.configSet("maxmemory", "0"));
			scene.harmed();
			Scene.await().until(() -> feeder.accepted() > accepted);
		}
		scene.verdict().requireNoHarm().requireNoneRanTwice();
	}

	@BadDay
	void scriptsForgottenUnderLoad(Scene scene) {
		RedisProcess redis = scene.use(RedisProcess.server(scene.directory()));
		scene.on(RedisCrashStore.on(redis));
		scene.worker("w0");
		try (Feeder feeder = scene.feed(10, 20, Duration.ofMillis(50))) {
			scene.awaitStarts("w0", 20);
			for (int flush = 0; flush < Form.count(20, 200); flush++) {
				redis.ask((commands) -> commands.scriptFlush());
				Scene.last(Duration.ofMillis(50));
			}
			assertThat(feeder.refused()).isZero();
		}
		scene.verdict().requireNoHarm().requireNoneRanTwice();
	}

	@BadDay
	void queueStaysPausedAfterARestartOfAll(Scene scene) throws InterruptedException {
		RedisProcess redis = scene.use(RedisProcess.server(scene.directory(), KEPT));
		scene.on(RedisCrashStore.on(redis));
		scene.backend().actions().pause("halted");
		WorkerProcess before = scene.worker("before", (settings) -> settings.withQueues("halted", "default"));
		List<JobId> halted = scene.dispatch(request("halted"), 20);
		scene.awaitStartsOf(scene.dispatch(20, 1));
		before.terminate();
		assertThat(before.awaitExit(Duration.ofSeconds(30))).isTrue();
		redis.kill();
		redis.startAgain();
		scene.harmed();
		scene.worker("after", (settings) -> settings.withQueues("halted", "default"));
		scene.awaitStartsOf(scene.dispatch(20, 1));
		assertThat(scene.find(halted).values()).allMatch((job) -> job.status() == JobStatus.QUEUED);
		assertThat(scene.backend().queries().queue("halted").paused()).isTrue();
		scene.backend().actions().resume("halted");
		scene.verdict().requireNoHarm().requireNoneRanTwice();
	}

	private static JobRequest request(String queue) {
		return JobRequest.of(LedgerTask.NAME, 1).onQueue(queue);
	}

}
