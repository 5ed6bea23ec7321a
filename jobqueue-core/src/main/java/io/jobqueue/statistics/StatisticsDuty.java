package io.jobqueue.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

import io.jobqueue.maintenance.MaintenanceDuty;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.statistics.StatisticsStore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds what was counted to the store, with one call for the time and one for each queue
 * in which something was counted. A call that fails is repeated the next time: its sums
 * count twice if only the answer of the store was lost. Runs on the thread of the
 * maintenance.
 */
public final class StatisticsDuty implements MaintenanceDuty {

	private static final Logger logger = LoggerFactory.getLogger(StatisticsDuty.class);

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final StoreBackend store;

	private final @Nullable StatisticsStore statistics;

	private final AttemptCounters counters;

	private final LongSupplier nanoTime;

	private final UnsentSums unsent = new UnsentSums();

	/**
	 * Make the duty. If the store does not support statistics, this is logged, and
	 * nothing is counted.
	 * @param store the store
	 * @param counters what was counted
	 */
	public StatisticsDuty(StoreBackend store, AttemptCounters counters) {
		this(store, counters, System::nanoTime);
	}

	StatisticsDuty(StoreBackend store, AttemptCounters counters, LongSupplier nanoTime) {
		this.store = store;
		this.statistics = part(store);
		if (this.statistics == null) {
			counters.disable();
		}
		this.counters = counters;
		this.nanoTime = nanoTime;
	}

	private static @Nullable StatisticsStore part(StoreBackend store) {
		try {
			return store.part(StatisticsStore.class);
		}
		catch (UnsupportedStorePartException ex) {
			logger.info("There will be no statistics of jobs: {}", ex.getMessage());
			return null;
		}
	}

	@Override
	public String name() {
		return "statistics";
	}

	@Override
	public Duration interval() {
		return INTERVAL;
	}

	@Override
	public void run() {
		long now = this.nanoTime.getAsLong();
		int dropped = this.unsent.add(now, this.counters.collect());
		if (dropped > 0) {
			logger.warn("{} sums for statistics were dropped, because the store could not be reached for too long",
					dropped);
		}
		if (this.statistics != null && !this.unsent.queues().isEmpty()) {
			send(this.statistics, now, this.store.queries().now());
		}
	}

	private void send(StatisticsStore statistics, long now, Instant storeTime) {
		@Nullable RuntimeException failure = null;
		for (String queue : this.unsent.queues()) {
			try {
				statistics.add(queue, this.unsent.of(queue, now, storeTime));
				this.unsent.sent(queue);
			}
			catch (RuntimeException ex) {
				failure = (failure != null) ? failure : ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	/** What the last jobs of the worker came to. */
	@Override
	public void stop() {
		run();
	}

}
