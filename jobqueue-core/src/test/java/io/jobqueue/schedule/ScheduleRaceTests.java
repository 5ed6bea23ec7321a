package io.jobqueue.schedule;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.jobqueue.Overlap;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.schedule.ScheduleStore;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

/**
 * Four workers fire the ticks of one schedule. Calls fail before they take effect, as if
 * a process ended, and after it, as if a reply was lost.
 */
class ScheduleRaceTests extends ScheduleScene {

	private static final int TICKS = 1000;

	private static final int WORKERS = 4;

	@Test
	void eachTickFiresOneJob() throws Exception {
		this.schedules.put(definition("busy").withOverlap(Overlap.ALLOW));
		ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
		CyclicBarrier next = new CyclicBarrier(WORKERS, () -> this.clock.advance(MINUTE));
		List<Thread> workers = IntStream.range(0, WORKERS).mapToObj((i) -> new Thread(() -> {
			ScheduleTimer worker = unreliable(i);
			try {
				for (int tick = 0; tick < TICKS; tick++) {
					next.await(1, TimeUnit.MINUTES);
					runDespiteFailures(worker);
				}
			}
			catch (Throwable ex) {
				failures.add(ex);
			}
		})).toList();
		workers.forEach(Thread::start);
		for (Thread worker : workers) {
			worker.join();
		}
		assertThat(failures).isEmpty();
		assertThat(ticks()).containsExactlyElementsOf(IntStream.rangeClosed(1, TICKS)
			.mapToObj((tick) -> this.start.plus(MINUTE.multipliedBy(tick)).toString())
			.toList());
	}

	private static void runDespiteFailures(ScheduleTimer worker) {
		while (true) {
			try {
				run(worker);
				return;
			}
			catch (StoreUnavailableException ex) {
				// It looks again.
			}
		}
	}

	private ScheduleTimer unreliable(long seed) {
		Random random = new Random(seed);
		ScheduleStore schedules = this.store.part(ScheduleStore.class);
		ScheduleStore failing = mock(ScheduleStore.class,
				(call) -> call.getMethod().invoke(schedules, call.getArguments()));
		doAnswer((call) -> {
			if (random.nextInt(5) == 0) {
				throw new StoreUnavailableException("Lost before", null);
			}
			Object results = schedules.fire(call.getArgument(0));
			if (random.nextInt(5) == 0) {
				throw new StoreUnavailableException("Lost after", null);
			}
			return results;
		}).when(failing).fire(any());
		StoreBackend unreliable = new ForwardingBackend(this.store) {

			@Override
			public <T> T part(Class<T> type) {
				return type.isInstance(failing) ? type.cast(failing) : super.part(type);
			}

		};
		return new ScheduleTimer(unreliable, schedules(unreliable), List.of(), () -> List.of(QUEUE), () -> null);
	}

}
