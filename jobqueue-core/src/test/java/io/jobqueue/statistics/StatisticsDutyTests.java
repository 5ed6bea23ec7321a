package io.jobqueue.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.StatisticsQuery;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.store.statistics.Resolution;
import io.jobqueue.store.statistics.StatisticsStore;
import io.jobqueue.store.statistics.StoredSums;
import io.jobqueue.store.statistics.TaskSums;
import io.jobqueue.testsupport.SettableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

class StatisticsDutyTests {

	private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T12:00:00Z"));

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final AttemptCounters counters = new AttemptCounters(this.nanos::get);

	private final Store store = new Store(new MemoryStoreBackend(this.clock));

	private final StatisticsDuty duty = new StatisticsDuty(this.store, this.counters, this.nanos::get);

	@Test
	void nothingCountedNeedsNoCall() {
		this.duty.run();
		assertThat(this.store.calls).hasValue(0);
	}

	@Test
	void oneCallForEachQueue() {
		count("emails", "send", 3);
		count("emails", "print", 1);
		count("reports", "print", 2);
		this.duty.run();
		assertThat(this.store.calls).hasValue(2);
		assertThat(read("emails", "reports")).extracting(StoredSums::task, (each) -> each.sums().get(0))
			.containsExactlyInAnyOrder(tuple("send", 3L), tuple("print", 1L), tuple("print", 2L));
	}

	@Test
	void sumsWaitForTheStoreAndKeepTheirTime() {
		this.store.unavailable = true;
		count("emails", "send", 1);
		runInVain();
		pass(Duration.ofSeconds(30));
		count("emails", "send", 2);
		runInVain();
		pass(Duration.ofMinutes(5));
		count("emails", "send", 4);
		this.store.unavailable = false;
		this.duty.run();
		assertThat(read("emails")).extracting(StoredSums::begin, (each) -> each.sums().get(0))
			.containsExactly(tuple(Instant.parse("2030-01-01T12:00:00Z"), 3L),
					tuple(Instant.parse("2030-01-01T12:05:00Z"), 4L));
		this.duty.run();
		assertThat(read("emails")).extracting((each) -> each.sums().get(0)).containsExactly(3L, 4L);
	}

	@Test
	void oldSumsAreDroppedInALongOutage() {
		this.store.unavailable = true;
		for (int i = 0; i < 150; i++) {
			count("emails", "send", 1);
			runInVain();
			pass(Duration.ofMinutes(1));
		}
		this.store.unavailable = false;
		this.duty.run();
		assertThat(read("emails")).hasSize(120);
	}

	@Test
	void clockThatIsSetBackMovesSumsToEarlierTimes() {
		count("emails", "send", 1);
		this.duty.run();
		this.clock.set(Instant.parse("2030-01-01T11:00:00Z"));
		count("emails", "send", 2);
		this.duty.run();
		assertThat(read("emails")).extracting(StoredSums::begin)
			.containsExactly(Instant.parse("2030-01-01T11:00:00Z"), Instant.parse("2030-01-01T12:00:00Z"));
		this.clock.set(Instant.parse("2030-01-05T12:00:00Z"));
		count("emails", "send", 4);
		this.duty.run();
		assertThat(read("emails")).extracting((each) -> each.sums().get(0)).containsExactly(4L);
	}

	@Test
	void stopAddsTheRest() {
		count("emails", "send", 1);
		this.duty.stop();
		assertThat(read("emails")).hasSize(1);
	}

	@Test
	void storeWithoutStatisticsCountsNothing() {
		StoreBackend without = new ForwardingBackend(new MemoryStoreBackend(this.clock)) {

			@Override
			public <T> T part(Class<T> type) {
				throw new UnsupportedStorePartException(this, type);
			}

		};
		StatisticsDuty nothing = new StatisticsDuty(without, this.counters);
		count("emails", "send", 1);
		nothing.run();
		assertThat(this.counters.size()).isZero();
		assertThatExceptionOfType(UnsupportedStorePartException.class)
			.isThrownBy(() -> new StoreJobExplorer(without, new JacksonJobSerializer())
				.statistics(StatisticsQuery.last(Duration.ofHours(1))))
			.withMessageContaining("StatisticsStore");
	}

	private void runInVain() {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this.duty::run);
	}

	private void pass(Duration time) {
		this.clock.advance(time);
		this.nanos.addAndGet(time.toNanos());
	}

	private void count(String queue, String task, int successes) {
		for (int i = 0; i < successes; i++) {
			this.counters.onEvent(new JobEvent.Finished(JobId.of("emails-1"), queue, task, 1, 1, JobStatus.SUCCESS,
					Duration.ofMillis(1)));
		}
	}

	private List<StoredSums> read(String... queues) {
		return this.store.part(StatisticsStore.class)
			.read(List.of(queues), Resolution.MINUTE, Instant.EPOCH, Instant.parse("2040-01-01T00:00:00Z"));
	}

	private static final class Store extends ForwardingBackend implements StatisticsStore {

		private final AtomicInteger calls = new AtomicInteger();

		private boolean unavailable;

		private Store(StoreBackend target) {
			super(target);
		}

		@Override
		public <T> T part(Class<T> type) {
			return type.isInstance(this) ? type.cast(this) : super.part(type);
		}

		private StatisticsStore target() {
			return super.part(StatisticsStore.class);
		}

		@Override
		public void add(String queue, List<TaskSums> sums) {
			if (this.unavailable) {
				throw new StoreUnavailableException("away", null);
			}
			this.calls.incrementAndGet();
			target().add(queue, sums);
		}

		@Override
		public List<StoredSums> read(Collection<String> queues, Resolution resolution, Instant from, Instant to) {
			return target().read(queues, resolution, from, to);
		}

	}

}
