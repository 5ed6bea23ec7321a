package io.jobqueue.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.crash.Ledger.Entry;
import io.jobqueue.crash.Ledger.Event;
import io.jobqueue.crash.WorkerSettings.Traits;
import io.jobqueue.testsupport.RedisProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that differ: in their clocks, in their release, in what their handlers heed.
 */
class DeploymentTests {

	private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

	@BadDay
	void clocksTenMinutesOff(Scene scene) {
		start(scene);
		scene.worker("ahead", (settings) -> settings.withTraits(new Traits(TEN_MINUTES, false, 0)));
		scene.worker("behind", (settings) -> settings.withTraits(new Traits(TEN_MINUTES.negated(), false, 0)));
		JobDispatcher ahead = Scene.dispatcher(scene.backend(),
				InstantSource.offset(InstantSource.system(), TEN_MINUTES));
		JobDispatcher behind = Scene.dispatcher(scene.backend(),
				InstantSource.offset(InstantSource.system(), TEN_MINUTES.negated()));
		Duration delay = Duration.ofSeconds(3);
		JobRequest later = JobRequest.of(LedgerTask.NAME, 10).after(delay);
		for (JobDispatcher jobs : List.of(ahead, behind)) {
			scene.dispatch(jobs, Collections.nCopies(Form.count(50, 500), JobRequest.of(LedgerTask.NAME, 50)));
			List<JobId> delayed = scene.dispatch(jobs, Collections.nCopies(20, later));
			scene.dispatch(jobs, List.of(JobRequest.of(LedgerTask.NAME, 5000)));
			scene.awaitStartsOf(delayed);
			assertThat(delayed).allSatisfy((id) -> assertThat(waited(scene, id)).isGreaterThan(delay.minusMillis(100)));
		}
		scene.verdict().requireNoHarm().requireNoneRanTwice();
		assertThat(scene.ledger().jobs(Event.START, "ahead")).isNotEmpty();
		assertThat(scene.ledger().jobs(Event.START, "behind")).isNotEmpty();
	}

	@BadDay
	void rollingDeploy(Scene scene) throws InterruptedException {
		start(scene);
		WorkerProcess old = scene.worker("old");
		List<JobId> unknown = scene.dispatch(JobRequest.of(NewReleaseTask.NAME, 1), 20);
		List<JobId> unreadable = scene.dispatch(JobRequest.of(LedgerTask.NAME, "a shape to come"), 5);
		scene.awaitStartsOf(scene.dispatch(20, 1));
		Scene.await()
			.untilAsserted(() -> assertThat(scene.find(unreadable).values()).extracting(JobInfo::status)
				.containsOnly(JobStatus.FAILED));
		assertThat(scene.find(unreadable).values()).extracting(JobInfo::payload).containsOnly("\"a shape to come\"");
		Scene.await()
			.untilAsserted(() -> assertThat(scene.find(unknown).values()).extracting(JobInfo::status)
				.containsOnly(JobStatus.RETRY));
		scene.dispatch(Form.count(50, 500), 50);
		scene.worker("new", (settings) -> settings.withTraits(new Traits(Duration.ZERO, true, 0)));
		scene.awaitStarts("new", 1);
		// As long as the old one is there it takes its share of them, and gives it back.
		old.terminate();
		assertThat(old.awaitExit(Duration.ofSeconds(30))).isTrue();
		scene.verdict().requireNoHarm().requireNoneRanTwice();
		assertThat(scene.find(unknown).values()).allSatisfy((job) -> {
			assertThat(job.status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(job.attempts()).isEqualTo(1);
		});
	}

	@BadDay
	void handlerThatIgnoresInterrupts(Scene scene) {
		start(scene);
		WorkerProcess worker = scene.worker("w0", (settings) -> settings.withConcurrency(1));
		JobId stubborn = scene.dispatch(JobRequest.of(StubbornTask.NAME, 15_000), 1).get(0);
		scene.awaitStarts("w0", 1);
		List<JobId> others = scene.dispatch(Form.count(20, 200), 1);
		scene.awaitStartsOf(others);
		assertThat(scene.ledger().jobs(Event.END)).doesNotContain(stubborn.value());
		assertThat(scene.find(stubborn).status()).isEqualTo(JobStatus.TIMEOUT);
		assertThat(scene.ledger().jobs(Event.ABANDONED)).containsExactly(stubborn.value());
		assertThat(worker.log()).contains("Job '" + stubborn.value() + "'", "still runs after it was stopped",
				StubbornTask.class.getSimpleName());
		Scene.await().until(() -> scene.ledger().jobs(Event.END).contains(stubborn.value()));
		scene.verdict().requireNoHarm().requireNoneRanTwice();
		assertThat(scene.find(stubborn).status()).isEqualTo(JobStatus.TIMEOUT);
	}

	private static void start(Scene scene) {
		scene.on(RedisCrashStore.on(scene.use(RedisProcess.server(scene.directory()))));
	}

	private static Duration waited(Scene scene, JobId id) {
		List<Entry> entries = scene.ledger()
			.entries()
			.stream()
			.filter((entry) -> entry.job().equals(id.value()))
			.toList();
		return Duration.between(time(entries, Event.DISPATCHED), time(entries, Event.START));
	}

	private static Instant time(List<Entry> entries, Event event) {
		return entries.stream().filter((entry) -> entry.event() == event).findFirst().orElseThrow().time();
	}

}
