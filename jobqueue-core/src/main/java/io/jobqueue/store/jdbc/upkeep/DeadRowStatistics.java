package io.jobqueue.store.jdbc.upkeep;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.Table;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.PermissionDeniedDataAccessException;

/**
 * Whether the database keeps many rows of jobs that have left the queues. Its statistics
 * are asked at most once a second. Safe for use by many threads.
 */
public final class DeadRowStatistics implements BooleanSupplier {

	private static final Logger logger = LoggerFactory.getLogger(DeadRowStatistics.class);

	/** A scan skips up to this number of dead rows in negligible time. */
	private static final int FEW = 10_000;

	private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final Answer REFUSED = new Answer(false, 0);

	private final Supplier<Optional<Long>> statistics;

	private final LongSupplier nanoTime;

	private volatile @Nullable Answer answer;

	/**
	 * Without an answer yet.
	 * @param statistics how many there are, empty if that is no matter
	 * @param nanoTime the time
	 */
	DeadRowStatistics(Supplier<Optional<Long>> statistics, LongSupplier nanoTime) {
		this.statistics = statistics;
		this.nanoTime = nanoTime;
	}

	public static DeadRowStatistics of(Database database) {
		return new DeadRowStatistics(() -> database.dialect()
			.deadRows()
			.flatMap((query) -> database.sql(query)
				.param("table", database.prefix() + Table.READY.id())
				.query(Long.class)
				.optional()), System::nanoTime);
	}

	/**
	 * Ask within the transaction of a claim. A database that refuses to answer is not
	 * asked again: the claim fails by that, and no other.
	 */
	@Override
	public boolean getAsBoolean() {
		Answer last = this.answer;
		long now = this.nanoTime.getAsLong();
		if (last == null || (last != REFUSED && now - last.nanos >= AGE_NANOS)) {
			last = ask(now);
			this.answer = last;
		}
		return last.many;
	}

	private Answer ask(long now) {
		try {
			return new Answer(this.statistics.get().filter((rows) -> rows > FEW).isPresent(), now);
		}
		catch (InvalidDataAccessResourceUsageException | PermissionDeniedDataAccessException ex) {
			this.answer = REFUSED;
			logger.warn("The number of dead rows in the table of ready jobs cannot be read."
					+ " Claims are slow while an old transaction is open", ex);
			throw ex;
		}
	}

	private record Answer(boolean many, long nanos) {
	}

}
