package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.QueueDiscovery;
import io.jobqueue.worker.options.QueuePattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A worker that is started where no more threads can be made.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerStartTests {

	private final WorkerFixture fixture = new WorkerFixture();

	/** The names of threads that cannot be started, once each. */
	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	/** The names of threads that cannot be created, once each. */
	private final Set<String> failingToCreate = ConcurrentHashMap.newKeySet();

	private final List<Thread> made = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jobqueue-worker", "jobqueue-leases", "jobqueue-subscribe", "jobqueue-watchdog",
			"jobqueue-discovery", "jobqueue-outcomes-q", "jobqueue-loop-q" })
	void nothingIsLeftOfAStartThatFailsAndItMayBeTriedAgain(String failing) {
		this.fixture.task("echo", (payload, job) -> payload);
		JobWorker worker = worker(QueueDiscovery.NONE);
		this.failing.add(failing);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(worker::start);
		assertThat(worker.isRunning()).isFalse();
		Awaitility.await().until(() -> this.made.stream().noneMatch(Thread::isAlive));
		worker.start();
		this.fixture.awaitStatus(this.fixture.insert("echo"), JobStatus.SUCCESS);
	}

	@Test
	void nothingIsLeftOfAWorkerThatCannotBeCreated() throws Exception {
		JobWorker worker = worker(QueueDiscovery.NONE);
		worker.start();
		worker.stop();
		Set<Thread> before = timers();
		this.failingToCreate.add("jobqueue-watchdog");
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(worker::start);
		assertThat(timers()).isSubsetOf(before);
		assertThat(worker.isRunning()).isFalse();
		assertThat(worker.isDraining()).isTrue();
		assertThat(worker.awaitStopped(Duration.ZERO)).isTrue();
		worker.start();
		assertThat(worker.isRunning()).isTrue();
	}

	private static Set<Thread> timers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("jobqueue-timer"))
			.collect(Collectors.toSet());
	}

	@ParameterizedTest
	@ValueSource(strings = { "jobqueue-outcomes-other", "jobqueue-loop-other" })
	void aQueueThatIsFoundWhereItCannotBeServedIsServedLater(String failing) {
		this.fixture.task("echo", (payload, job) -> payload);
		this.failing.add(failing);
		JobId id = this.fixture.insert("other", "echo", "1");
		JobWorker worker = worker(new QueueDiscovery(List.of(new QueuePattern("*")),
				(queue) -> new ContainerOptions(queue, 1), Duration.ofMillis(50)));
		worker.start();
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(worker.queues()).containsExactly("q", "other");
		assertThat(this.made).filteredOn((thread) -> thread.isAlive() && thread.getName().endsWith("-other"))
			.hasSize(2);
	}

	@Test
	void aQueueWithoutOptionsPreventsNoOtherAndIsNoErrorOfTheStore(CapturedOutput output) {
		this.fixture.task("echo", (payload, job) -> payload);
		this.fixture.insert("bad", "echo", "1");
		JobId id = this.fixture.insert("good", "echo", "1");
		AtomicInteger calls = new AtomicInteger();
		worker(new QueueDiscovery(List.of(new QueuePattern("*")), (queue) -> {
			if (queue.equals("bad") && calls.incrementAndGet() > 0) {
				throw new IllegalStateException("no options for this queue");
			}
			return new ContainerOptions(queue, 1);
		}, Duration.ofMillis(20))).start();
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		Awaitility.await().until(() -> calls.get() > 2);
		assertThat(output).containsOnlyOnce("Queue 'bad' is not served").doesNotContain("error of the store");
	}

	@Test
	void aStopGoesOnWhereTheThreadThatLeavesTheStoreCannotBeMade() {
		JobWorker worker = worker(QueueDiscovery.NONE);
		worker.start();
		this.failing.add("jobqueue-departure");
		worker.stop();
		assertThat(worker.isRunning()).isFalse();
		Awaitility.await().until(() -> this.made.stream().noneMatch(Thread::isAlive));
	}

	private JobWorker worker(QueueDiscovery discovery) {
		this.fixture.threads = this::thread;
		return this.fixture.worker(WorkerFixture.options(), discovery, List.of(new ContainerOptions("q", 1)));
	}

	private Thread thread(String name, Runnable action) {
		if (this.failingToCreate.remove(name)) {
			throw new OutOfMemoryError("no memory for a thread");
		}
		Thread thread = new Thread(action, name) {
			@Override
			public synchronized void start() {
				if (WorkerStartTests.this.failing.remove(name)) {
					throw new OutOfMemoryError("unable to create native thread");
				}
				super.start();
			}
		};
		thread.setDaemon(true);
		this.made.add(thread);
		return thread;
	}

}
