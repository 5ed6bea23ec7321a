package io.jobqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.ContainerStatus;
import io.jobqueue.worker.options.QueueDiscovery;
import io.jobqueue.worker.options.QueuePattern;
import io.jobqueue.worker.options.SharedContainer;
import io.jobqueue.worker.options.SharedContainer.Order;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Several queues with the permits of one container. */
class SharedContainerWorkerTests {

	private static final int CONCURRENCY = 4;

	private final WorkerFixture fixture = new WorkerFixture();

	/** The queues of the jobs, in the order of their starts. */
	private final List<String> starts = new CopyOnWriteArrayList<>();

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger mostRunning = new AtomicInteger();

	private final Semaphore ends = new Semaphore(0);

	private int inserted;

	@AfterEach
	void close() {
		this.ends.release(1_000_000);
		this.fixture.close();
	}

	@Test
	void startsAreInProportionToWeightsWhileAllQueuesHaveJobs() {
		heldJobs();
		insert("a", 300);
		insert("b", 300);
		start(Order.WEIGHTED, Map.of("a", 3), "a", "b");
		endAll(200);
		assertThat(count("a", 200)).isBetween(140, 160);
		assertThat(this.mostRunning).hasValue(CONCURRENCY);
	}

	@Test
	void shortJobsThatAreClaimedAheadKeepTheProportion() {
		jobs(() -> {
		});
		insert("a", 2000);
		insert("b", 2000);
		start(Order.WEIGHTED, Map.of("a", 3), "a", "b");
		awaitEnded("a", 2000);
		assertThat(startsBefore("a", 1800)).isBetween(400, 900);
		awaitEnded("b", 2000);
		assertThat(this.mostRunning).hasValueLessThanOrEqualTo(CONCURRENCY);
		assertThat(this.fixture.mostAsked).hasValueGreaterThan(CONCURRENCY);
	}

	@Test
	void theLaterQueueWaitsForTheFirstOneButIsNotStarved() {
		heldJobs();
		insert("a", 400);
		insert("b", 100);
		start(Order.STRICT, Map.of(), "a", "b");
		endAll(320);
		assertThat(count("b", 320)).isBetween(8, 12 + CONCURRENCY);
		endAll(180);
		awaitEnded("b", 100);
		assertThat(this.starts).hasSize(500);
	}

	@Test
	void theFirstQueueIsServedFirstFromTheStart() {
		heldJobs();
		insert("c", 5);
		insert("b", 5);
		insert("a", 5);
		start(Order.STRICT, Map.of(), 1, "a", "b", "c");
		endAll(15);
		awaitEnded("c", 5);
		assertThat(this.starts).containsExactlyElementsOf(
				Stream.of("a", "b", "c").flatMap((queue) -> Collections.nCopies(5, queue).stream()).toList());
	}

	@Test
	void aQueueAloneHasAllPermits() {
		heldJobs();
		insert("b", 2 * CONCURRENCY);
		start(Order.STRICT, Map.of(), "a", "b");
		Awaitility.await().until(() -> this.running.get() == CONCURRENCY);
		JobId urgent = this.fixture.insert("a", "work", "\"a\"");
		this.ends.release(1);
		this.fixture.awaitStatus(urgent, JobStatus.STARTED);
		assertThat(this.mostRunning).hasValue(CONCURRENCY);
	}

	@Test
	void noPermitIsUnusedWhileAQueueHasJobs() {
		heldJobs();
		insert("a", 1);
		insert("b", 1);
		insert("c", 50);
		start(Order.WEIGHTED, Map.of("a", 100, "b", 100), "a", "b", "c");
		Awaitility.await().until(() -> this.running.get() == CONCURRENCY);
		endAll(48);
		Awaitility.await().until(() -> this.running.get() == CONCURRENCY);
	}

	@Test
	void thePermitsOfAPausedQueueServeTheOther() {
		heldJobs();
		this.fixture.memory.actions().pause("a");
		insert("a", 10);
		insert("b", 10);
		start(Order.STRICT, Map.of(), "a", "b");
		this.ends.release(20);
		awaitEnded("b", 10);
		assertThat(this.starts).containsOnly("b");
		this.fixture.memory.actions().resume("a");
		awaitEnded("a", 10);
	}

	@Test
	void aStopReleasesTheJobsOfAllQueues() {
		heldJobs();
		insert("a", 10);
		insert("b", 10);
		JobWorker worker = start(Order.WEIGHTED, Map.of(), "a", "b");
		Awaitility.await().until(() -> this.running.get() == CONCURRENCY);
		assertThat(worker.containers()).extracting(ContainerStatus::capacity).containsOnly(CONCURRENCY);
		assertThat(worker.containers().stream().mapToInt(ContainerStatus::active).sum()).isEqualTo(CONCURRENCY);
		worker.stop();
		assertThat(Stream.of("a", "b").mapToLong((queue) -> size(queue, JobStatus.STARTED)).sum()).isZero();
		assertThat(Stream.of("a", "b").mapToLong((queue) -> size(queue, JobStatus.INTERRUPTED)).sum())
			.isEqualTo(CONCURRENCY);
		worker.start();
		this.ends.release(20);
		awaitEnded("a", 10);
		awaitEnded("b", 10);
	}

	@Test
	void anOutageOfTheStoreIsSurvived() {
		heldJobs();
		insert("a", 40);
		insert("b", 40);
		JobWorker worker = start(Order.WEIGHTED, Map.of(), "a", "b");
		endAll(20);
		this.fixture.unavailable.set(true);
		this.ends.release(CONCURRENCY);
		Awaitility.await().until(() -> worker.containers().stream().allMatch(ContainerStatus::storeUnavailable));
		this.fixture.unavailable.set(false);
		endAll(60 - CONCURRENCY);
		awaitEnded("a", 40);
		awaitEnded("b", 40);
	}

	@Test
	void aDiscoveredQueueSharesThePermits() {
		heldJobs();
		SharedContainer container = container(Order.WEIGHTED, Map.of("t-*", 2), CONCURRENCY, "a", "t-*");
		JobWorker worker = this.fixture.worker(
				WorkerFixture.options(), new QueueDiscovery(List.of(new QueuePattern("t-*")),
						(queue) -> new ContainerOptions(queue, container), Duration.ofMillis(20)),
				List.of(new ContainerOptions("a", container)));
		insert("a", 60);
		worker.start();
		Awaitility.await().until(() -> this.running.get() == CONCURRENCY);
		insert("t-1", 60);
		Awaitility.await().until(() -> worker.queues().contains("t-1"));
		endAll(70);
		assertThat(this.mostRunning).hasValue(CONCURRENCY);
		assertThat(count("t-1", this.starts.size())).isGreaterThan(count("a", this.starts.size()));
	}

	private JobWorker start(Order order, Map<String, Integer> weights, String... queues) {
		return start(order, weights, CONCURRENCY, queues);
	}

	private JobWorker start(Order order, Map<String, Integer> weights, int concurrency, String... queues) {
		SharedContainer container = container(order, weights, concurrency, queues);
		JobWorker worker = this.fixture.worker(WorkerFixture.options(), QueueDiscovery.NONE,
				Stream.of(queues).map((queue) -> new ContainerOptions(queue, container)).toList());
		worker.start();
		return worker;
	}

	private static SharedContainer container(Order order, Map<String, Integer> weights, int concurrency,
			String... queues) {
		return new SharedContainer("shared", Stream.of(queues).map(QueuePattern::new).toList(), order, weights,
				concurrency);
	}

	/** Jobs that end when the test lets them. */
	private void heldJobs() {
		jobs(this.ends::acquire);
	}

	private void jobs(Body body) {
		this.fixture.task("work", (payload, job) -> {
			this.starts.add(String.valueOf(payload));
			this.mostRunning.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			try {
				body.run();
				return null;
			}
			finally {
				this.running.decrementAndGet();
			}
		});
	}

	/** End jobs one by one, each after another has started if there is one. */
	private void endAll(int count) {
		for (int i = 0; i < count; i++) {
			int before = this.starts.size();
			this.ends.release(1);
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.until(() -> this.starts.size() > before || this.starts.size() == this.inserted);
		}
	}

	/** Return how many jobs of other queues started before this one of a queue. */
	private int startsBefore(String queue, int number) {
		int others = 0;
		int own = 0;
		for (String start : this.starts) {
			if (start.equals(queue) && ++own == number) {
				break;
			}
			others += start.equals(queue) ? 0 : 1;
		}
		return others;
	}

	private int count(String queue, int first) {
		List<String> copy = new ArrayList<>(this.starts);
		return Collections.frequency(copy.subList(0, Math.min(first, copy.size())), queue);
	}

	private void insert(String queue, int count) {
		for (int i = 0; i < count; i++) {
			this.fixture.insert(queue, "work", '"' + queue + '"');
			this.inserted++;
		}
	}

	private void awaitEnded(String queue, long count) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> size(queue, JobStatus.SUCCESS) == count);
	}

	private long size(String queue, JobStatus status) {
		return this.fixture.memory.queries().queue(queue).size(status);
	}

	/** What a job does. */
	private interface Body {

		void run() throws Exception;

	}

}
