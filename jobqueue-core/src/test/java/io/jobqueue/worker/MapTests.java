package io.jobqueue.worker;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobId;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.worker.thread.JobThreads;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@code JobContext.map} does while the attempt may run. {@link MapStopTests} has
 * what happens when it must stop.
 */
class MapTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final List<@Nullable Object> seen = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@RepeatedTest(50)
	void resultsAreInTheOrderOfTheItems() {
		List<Integer> items = IntStream.range(0, 200).boxed().toList();
		run((job) -> this.seen.addAll(job.map(8, items, (item) -> item * 2)), JobStatus.SUCCESS);
		assertThat(this.seen).isEqualTo(items.stream().map((item) -> item * 2).toList());
	}

	@Test
	void asManyCallsRunAtOnceAsAllowed() {
		CyclicBarrier together = new CyclicBarrier(4);
		AtomicInteger active = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		run((job) -> job.map(4, Arrays.asList(new Integer[40]), (item) -> {
			most.accumulateAndGet(active.incrementAndGet(), Math::max);
			together.await();
			active.decrementAndGet();
			return null;
		}), JobStatus.SUCCESS);
		assertThat(most.get()).isEqualTo(4);
	}

	@Test
	void oneAtATimeRunsOnTheCallingThread() {
		run((job) -> {
			this.seen.add(Thread.currentThread());
			this.seen.addAll(job.map(1, List.of(1, 2), (item) -> Thread.currentThread()));
		}, JobStatus.SUCCESS);
		assertThat(Set.copyOf(this.seen)).hasSize(1);
	}

	@Test
	void nullIsAnItemAndAResult() {
		run((job) -> this.seen.addAll(job.map(2, Arrays.asList("a", null), (item) -> item)), JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly("a", null);
	}

	@Test
	void noItemsNeedNoCall() {
		run((job) -> this.seen.addAll(job.map(3, List.of(), (item) -> this.seen.add("called"))), JobStatus.SUCCESS);
		assertThat(this.seen).isEmpty();
	}

	@Test
	void whatCannotBeMappedIsRefused() {
		run((job) -> {
			assertThatExceptionOfType(InvalidJobException.class)
				.isThrownBy(() -> job.map(0, List.of(1), (item) -> item))
				.withMessageContaining("at least 1, but was 0");
			assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> job.map(1, nothing(), (item) -> item))
				.withMessageContaining("items of map must not be null");
			assertThatExceptionOfType(InvalidJobException.class)
				.isThrownBy(
						() -> job.map(1, List.of(1), MapTests.<JobContext.ThrowingFunction<Object, Object>>nothing()))
				.withMessageContaining("function of map must not be null");
			this.seen.add("checked");
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly("checked");
	}

	@SuppressWarnings("NullAway")
	private static <T> T nothing() {
		return null;
	}

	@Test
	void everyCallHasTheContextAndTheMdcOfTheCaller() {
		CyclicBarrier together = new CyclicBarrier(3);
		Map<Thread, String> contexts = new ConcurrentHashMap<>();
		run((job) -> {
			MDC.put("own", "mine");
			job.map(3, List.of(1, 2, 3), (item) -> {
				together.await();
				contexts.put(Thread.currentThread(),
						(JobContext.current() == job) + MDC.get("jobId") + MDC.get("task") + MDC.get("own"));
				MDC.put("own", "changed by " + item);
				return null;
			});
			this.seen.add(MDC.get("own"));
		}, JobStatus.SUCCESS);
		assertThat(contexts).hasSize(3);
		assertThat(Set.copyOf(contexts.values())).containsExactly("trueq-%026dmapmine".formatted(1));
		assertThat(this.seen).containsExactly("mine");
	}

	@Test
	void theThreadsThatHelpedKeepNothing() {
		List<@Nullable Object> left = new CopyOnWriteArrayList<>();
		this.fixture.childDecorator = (work) -> () -> {
			work.run();
			left.add(JobContextHolder.current());
			left.add(MDC.get("jobId"));
		};
		CyclicBarrier together = new CyclicBarrier(2);
		run((job) -> job.map(2, List.of(1, 2), (item) -> together.await()), JobStatus.SUCCESS);
		Awaitility.await().until(() -> left.size() == 2);
		assertThat(left).containsOnlyNulls();
	}

	@Test
	void theDecoratorCarriesOtherValues() {
		ThreadLocal<String> tenant = new ThreadLocal<>();
		this.fixture.childDecorator = (work) -> {
			String value = tenant.get();
			return () -> {
				tenant.set(value);
				work.run();
				tenant.remove();
			};
		};
		CyclicBarrier together = new CyclicBarrier(2);
		run((job) -> {
			tenant.set("acme");
			this.seen.addAll(job.map(2, List.of(1, 2), (item) -> {
				together.await();
				return tenant.get();
			}));
			tenant.remove();
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly("acme", "acme");
	}

	@RepeatedTest(50)
	void mapsCanBeNested() {
		run((job) -> this.seen
			.addAll(job.map(3, List.of(0, 10, 20), (tens) -> job.map(3, List.of(1, 2, 3), (ones) -> tens + ones))),
				JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly(List.of(1, 2, 3), List.of(11, 12, 13), List.of(21, 22, 23));
	}

	@Test
	void manyJobsThatMapAtOnceEndThoughFewThreadsExist() {
		this.fixture.jobs = java.util.concurrent.Executors.newFixedThreadPool(4, (work) -> {
			Thread thread = new Thread(work);
			thread.setDaemon(true);
			return thread;
		});
		this.fixture.task("map", (payload, job) -> job.map(5, List.of(1, 2, 3),
				(outer) -> job.map(5, List.of(1, 2, 3), (inner) -> outer * inner)));
		List<JobId> ids = IntStream.range(0, 40).mapToObj((i) -> this.fixture.insert("map")).toList();
		this.fixture.start(WorkerFixture.options(), 4);
		ids.forEach((id) -> this.fixture.awaitStatus(id, JobStatus.SUCCESS));
	}

	@Test
	void theThreadsEndWithThePool() {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		JobThreads pool = new JobThreads((work) -> {
			Thread thread = new Thread(work, "jobqueue-job-map");
			threads.add(thread);
			return thread;
		});
		this.fixture.jobs = pool;
		CyclicBarrier together = new CyclicBarrier(6);
		for (int i = 0; i < 10; i++) {
			run((job) -> job.map(6, Arrays.asList(new Integer[6]), (item) -> together.await()), JobStatus.SUCCESS);
		}
		assertThat(threads).hasSizeLessThan(20);
		this.fixture.close();
		pool.close();
		Awaitility.await().until(() -> threads.stream().noneMatch(Thread::isAlive));
	}

	@Test
	void afterTheEndOfTheAttemptNothingIsMapped() {
		run((job) -> this.seen.add(job), JobStatus.SUCCESS);
		JobContext kept = (JobContext) this.seen.get(0);
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> kept.map(1, List.of(1), (item) -> item))
			.withMessageContainingAll("has ended", "map");
	}

	private JobId run(Body body, JobStatus expected) {
		this.fixture.task("map", (payload, job) -> {
			body.run(job);
			return null;
		});
		if (this.fixture.workers() == 0) {
			this.fixture.start(WorkerFixture.options(), 2);
		}
		JobId id = this.fixture.insert("map");
		this.fixture.awaitStatus(id, expected);
		return id;
	}

	@FunctionalInterface
	private interface Body {

		void run(JobContext job) throws Exception;

	}

}
