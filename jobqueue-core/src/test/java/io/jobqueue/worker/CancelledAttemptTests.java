package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.worker.options.WorkerOptions;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An attempt at a job that was cancelled while it ran is an attempt.
 */
class CancelledAttemptTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<JobStatus> finished = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.release.countDown();
		this.fixture.close();
	}

	@Test
	void anotherDeliveryThatIsCancelledIsNoEventOfThisOne() throws Exception {
		listen();
		this.fixture.task("slow", (payload, job) -> {
			this.running.countDown();
			while (this.release.getCount() > 0) {
				Thread.onSpinWait();
			}
			return null;
		});
		this.fixture.task("echo", (payload, job) -> payload);
		this.fixture.start(new WorkerOptions(Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofMillis(200),
				Duration.ofMinutes(1), Duration.ofHours(1), 100, 5, 20, null, false), 1);
		JobId id = this.fixture.insert("slow");
		this.running.await();
		this.fixture.memory.actions().cancel(id);
		this.fixture.memory.actions().requeue(id);
		this.fixture.memory.feed().claim(new ClaimRequest("q", "other", 1, Duration.ofMinutes(1)));
		this.fixture.memory.actions().cancel(id);
		assertThat(this.fixture.info(id)).matches((info) -> info.status() == JobStatus.CANCELLED)
			.matches((info) -> info.delivery() == 2);
		this.release.countDown();
		this.fixture.awaitStatus(this.fixture.insert("echo"), JobStatus.SUCCESS);
		Awaitility.await().until(() -> !this.finished.isEmpty());
		assertThat(this.finished).containsExactly(JobStatus.SUCCESS);
	}

	@Test
	void theStoreIsNotReadWithoutListeners() throws Exception {
		this.fixture.task("slow", (payload, job) -> {
			this.running.countDown();
			this.release.await();
			return null;
		});
		this.fixture.task("echo", (payload, job) -> payload);
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("slow");
		this.running.await();
		this.fixture.memory.actions().cancel(id);
		this.fixture.awaitStatus(this.fixture.insert("echo"), JobStatus.SUCCESS);
		assertThat(this.fixture.finds).hasValue(0);
	}

	private void listen() {
		this.fixture.listeners.add((event) -> {
			if (event instanceof JobEvent.Finished end) {
				this.finished.add(end.status());
			}
		});
	}

	@Test
	void listenersAreCalledOnceWithTheStatusCancelled() throws Exception {
		listen();
		this.fixture.task("slow", (payload, job) -> {
			this.running.countDown();
			this.release.await();
			return null;
		});
		this.fixture.task("echo", (payload, job) -> payload);
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("slow");
		this.running.await();
		this.fixture.memory.actions().cancel(id);
		Awaitility.await().until(() -> !this.finished.isEmpty());
		this.fixture.awaitStatus(this.fixture.insert("echo"), JobStatus.SUCCESS);
		Awaitility.await().until(() -> this.finished.size() == 2);
		assertThat(this.finished).containsExactly(JobStatus.CANCELLED, JobStatus.SUCCESS);
	}

}
