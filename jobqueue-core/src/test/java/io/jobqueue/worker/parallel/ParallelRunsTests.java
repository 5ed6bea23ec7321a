package io.jobqueue.worker.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.jobqueue.JobContext.ThrowingFunction;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Maps without a job around them: which threads they use, and who is interrupted.
 */
@ExtendWith(OutputCaptureExtension.class)
class ParallelRunsTests {

	private static final List<Integer> ITEMS = IntStream.range(0, 20).boxed().toList();

	private final ExecutorService pool = Executors.newFixedThreadPool(4);

	private final AtomicBoolean stopped = new AtomicBoolean();

	@AfterEach
	void close() {
		this.pool.shutdownNow();
	}

	@Test
	void withoutAFreeThreadTheCallerRunsAll() throws Exception {
		ChildThreads none = new ChildThreads(this.pool, (work) -> work, 0);
		assertThat(threads(runs(none))).containsExactly(Thread.currentThread());
	}

	@Test
	void threadsThatHelpAreFreeAgain() throws Exception {
		ChildThreads threads = new ChildThreads(this.pool, (work) -> work, 2);
		CyclicBarrier together = new CyclicBarrier(3);
		runs(threads).map(8, List.of(1, 2, 3), (item) -> together.await(), true);
		Awaitility.await().until(() -> threads.free() == 2);
	}

	@Test
	void anExecutorThatRejectsLeavesTheCallerAlone() throws Exception {
		assertCallerRunsAll((work) -> {
			throw new RejectedExecutionException("closed");
		});
	}

	@Test
	void anExecutorThatFailsLeavesTheCallerAlone(CapturedOutput output) throws Exception {
		assertCallerRunsAll((work) -> {
			throw new OutOfMemoryError("unable to create native thread");
		});
		assertThat(output).contains("A job maps with fewer threads than it may, because none could be started");
	}

	@Test
	void anExecutorThatRunsOnTheCallingThreadIsNoFault() throws Exception {
		assertCallerRunsAll(Runnable::run);
	}

	@Test
	void aHelperThatStartsTooLateDoesNothing() throws Exception {
		List<Runnable> late = new ArrayList<>();
		ChildThreads threads = new ChildThreads(late::add, (work) -> work, 3);
		AtomicInteger calls = new AtomicInteger();
		runs(threads).map(3, ITEMS, (item) -> calls.incrementAndGet(), true);
		assertThat(late).hasSize(2);
		assertThat(threads.free()).isEqualTo(1);
		late.forEach(Runnable::run);
		assertThat(calls).hasValue(ITEMS.size());
		assertThat(threads.free()).isEqualTo(3);
	}

	@Test
	void aPendingInterruptPreventsAllCalls() {
		AtomicInteger calls = new AtomicInteger();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> runs(new ChildThreads((work) -> {
		}, (work) -> work)).map(2, ITEMS, (item) -> calls.incrementAndGet(), true))
			.withMessage("Job 'q-1' was stopped after 0 of 20 items");
		assertThat(calls).hasValue(0);
		assertThat(Thread.interrupted()).isFalse();
	}

	@RepeatedTest(50)
	void anInterruptOfTheCallerStopsTheOthers() throws Exception {
		CountDownLatch begun = new CountDownLatch(2);
		AtomicInteger interrupted = new AtomicInteger();
		Thread caller = new Thread(() -> {
			try {
				runs(new ChildThreads(this.pool, (work) -> work)).map(2, ITEMS, (item) -> {
					begun.countDown();
					try {
						new CountDownLatch(1).await();
					}
					catch (InterruptedException ex) {
						interrupted.incrementAndGet();
						throw ex;
					}
					return item;
				}, true);
			}
			catch (Exception ex) {
				interrupted.addAndGet((ex instanceof InterruptedException) ? 10 : 0);
			}
		});
		caller.start();
		begun.await();
		caller.interrupt();
		caller.join();
		assertThat(interrupted).hasValue(12);
	}

	@RepeatedTest(50)
	void noInterruptArrivesAfterTheItem() throws Exception {
		ParallelRuns runs = runs(new ChildThreads(this.pool, (work) -> work));
		AtomicInteger active = new AtomicInteger();
		for (int i = 0; i < 20; i++) {
			int failing = i;
			try {
				runs.map(4, ITEMS, (item) -> {
					active.incrementAndGet();
					try {
						if (item == failing) {
							throw new IllegalStateException("broken");
						}
						return item;
					}
					finally {
						active.decrementAndGet();
					}
				}, true);
			}
			catch (IllegalStateException ex) {
				assertThat(active).hasValue(0);
			}
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}
		List<Callable<Boolean>> questions = new ArrayList<>();
		CyclicBarrier together = new CyclicBarrier(4);
		for (int i = 0; i < 4; i++) {
			questions.add(() -> {
				boolean interrupted = Thread.currentThread().isInterrupted();
				together.await();
				return interrupted;
			});
		}
		for (Future<Boolean> answer : this.pool.invokeAll(questions)) {
			assertThat(answer.get()).isFalse();
		}
	}

	@RepeatedTest(50)
	void aStopWhileItBeginsOrEndsLeavesNoCallBehind() throws Exception {
		ParallelRuns runs = runs(new ChildThreads(this.pool, (work) -> work));
		AtomicInteger active = new AtomicInteger();
		CountDownLatch go = new CountDownLatch(1);
		Thread stopping = new Thread(() -> {
			awaitUninterruptibly(go);
			this.stopped.set(true);
			runs.stop();
		});
		stopping.start();
		go.countDown();
		try {
			List<Integer> results = runs.map(3, ITEMS, counted(active), false).results();
			assertThat(results).isEqualTo(ITEMS);
		}
		catch (InterruptedException ex) {
			assertThat(ex).hasMessageContaining("of 20 items");
		}
		assertThat(active).hasValue(0);
		stopping.join();
		assertThat(runs.children()).isEmpty();
		Thread.interrupted();
	}

	@Test
	void aStoppedAttemptMapsNothing() {
		this.stopped.set(true);
		AtomicInteger calls = new AtomicInteger();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> runs(new ChildThreads(this.pool, (work) -> work)).map(2, ITEMS,
					(item) -> calls.incrementAndGet(), true));
		assertThat(calls).hasValue(0);
	}

	private static ThrowingFunction<Integer, Integer> counted(AtomicInteger active) {
		return (item) -> {
			active.incrementAndGet();
			Thread.yield();
			active.decrementAndGet();
			return item;
		};
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

	private void assertCallerRunsAll(Executor executor) throws Exception {
		ChildThreads threads = new ChildThreads(executor, (work) -> work, 5);
		assertThat(threads(runs(threads))).containsExactly(Thread.currentThread());
		assertThat(threads.free()).isEqualTo(5);
	}

	private static Set<Thread> threads(ParallelRuns runs) throws Exception {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		List<Integer> results = runs.map(4, ITEMS, (item) -> {
			threads.add(Thread.currentThread());
			return item;
		}, true).results();
		assertThat(results).isEqualTo(ITEMS);
		return threads;
	}

	private ParallelRuns runs(ChildThreads threads) {
		return new ParallelRuns("q-1", true, threads, this.stopped::get);
	}

}
