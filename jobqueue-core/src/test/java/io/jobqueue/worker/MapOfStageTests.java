package io.jobqueue.worker;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jobqueue.JobContext;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Maps on another thread than that of the handler.
 */
@ExtendWith(OutputCaptureExtension.class)
class MapOfStageTests extends MapScene {

	@RepeatedTest(20)
	void aHandlerWithAStageMapsOnItsOwnThread() throws Exception {
		stage((job) -> {
			this.seen.addAll(job.map(3, List.of(1, 2, 3), (item) -> JobContext.current().id() + " " + item));
			return this.seen.size();
		});
		JobId id = this.fixture.insert("map");
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly(id + " 1", id + " 2", id + " 3");
	}

	@RepeatedTest(20)
	void aCancellationReachesTheMapOfAStage() throws Exception {
		stage((job) -> mapped(job, ITEMS, this::blocks));
		JobId id = this.fixture.insert("map");
		this.begun.await();
		this.fixture.memory.actions().cancel(id);
		this.returned.await();
		assertThat(this.interrupted).hasValue(3);
		assertThat(this.seen).element(0).isInstanceOf(InterruptedException.class);
		assertThat(this.seen).element(1).isEqualTo(0);
	}

	@Test
	void callsThatOutliveTheirAttemptAreLogged(CapturedOutput output) throws Exception {
		this.fixture.task("map", (payload, job) -> {
			CompletableFuture.runAsync(() -> mapped(job, List.of(0, 1, 2), (context, item) -> {
				this.begun.countDown();
				while (this.release.getCount() > 0) {
					Thread.onSpinWait();
				}
				return item;
			}), this.fixture.executor);
			this.begun.await();
			return null;
		});
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("map");
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		Awaitility.await()
			.untilAsserted(() -> assertThat(output)
				.contains("Attempt 1 of job '" + id + "' has ended, but 3 calls of its maps still run. Its stack:"));
		this.release.countDown();
		this.returned.await();
	}

	private void stage(Body body) {
		this.fixture.task("map", (payload, job) -> {
			CompletableFuture<Object> later = new CompletableFuture<>();
			this.fixture.executor.execute(() -> {
				try {
					later.complete(body.run(job));
				}
				catch (Exception ex) {
					later.completeExceptionally(ex);
				}
			});
			return later;
		});
		this.fixture.start(WorkerFixture.options(), 1);
	}

	@FunctionalInterface
	private interface Body {

		@Nullable Object run(JobContext job) throws Exception;

	}

}
