package io.jobqueue.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.crash.Ledger.Event;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sixteen workers, each with a pool of its own, that take from the same queues, retry,
 * promote and prune all at once, while jobs are cancelled and put back: databases have
 * them wait for each other, and choose victims.
 */
@ExtendWith(OutputCaptureExtension.class)
class ManyWorkersTests {

	private static final int WORKERS = 16;

	private static final String[] QUEUES = { "a", "b", "c" };

	@BadDay
	void sixteenOnPostgres(Scene scene, CapturedOutput output) {
		sixteen(scene, DatabaseCrashStore.onPostgres(), output);
	}

	@BadDay
	void sixteenOnMariaDb(Scene scene, CapturedOutput output) {
		sixteen(scene, DatabaseCrashStore.onMariaDb(), output);
	}

	private static void sixteen(Scene scene, CrashStore store, CapturedOutput output) {
		scene.on(store);
		for (int worker = 0; worker < WORKERS; worker++) {
			WorkerSettings settings = scene.settings(store.address())
				.withQueues(QUEUES)
				.withConcurrency(2)
				.withLease(Duration.ofSeconds(10));
			scene.use(WorkerContext.of("w" + worker, settings)).refresh();
		}
		try (Feeder a = scene.feed("a", 1); Feeder b = scene.feed("b", 5); Feeder c = scene.feed("c", 10)) {
			for (int round = 0; round < Form.count(20, 200); round++) {
				retryAndChange(scene);
			}
			assertThat(List.of(a.refused(), b.refused(), c.refused())).containsOnly(0);
		}
		scene.verdict().requireNoHarm();
		assertThat(scene.findAll().values()).extracting(JobInfo::status).containsOnly(JobStatus.SUCCESS);
		assertThat(scene.ledger().jobs(Event.LOST)).as("leases lost").isEmpty();
		assertThat(output.getAll()).contains("INFO io.jobqueue")
			.doesNotContain("WARN io.jobqueue", "ERROR io.jobqueue");
	}

	/** Jobs that retry, and jobs that are cancelled while they wait and then put back. */
	private static void retryAndChange(Scene scene) {
		List<JobRequest> requests = new ArrayList<>();
		for (String queue : QUEUES) {
			for (int failures = 0; failures < 4; failures++) {
				requests.add(JobRequest.of(FlakyTask.NAME, failures).onQueue(queue).withPriority(failures));
			}
		}
		scene.dispatch(requests);
		List<JobId> later = new ArrayList<>();
		for (String queue : QUEUES) {
			JobRequest request = JobRequest.of(LedgerTask.NAME, 1).onQueue(queue).after(Duration.ofMinutes(5));
			later.addAll(scene.dispatch(request, 3));
		}
		for (JobId id : later) {
			assertThat(scene.backend().actions().cancel(id)).isEqualTo(JobStatus.SCHEDULED);
			assertThat(scene.backend().actions().requeue(id)).isEqualTo(JobStatus.CANCELLED);
		}
	}

}
