package io.jobqueue.autoconfigure.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.jobqueue.store.error.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read once for all callers within a second or another time, so that
 * concurrent callers cost the store one read. A value that took long to read is kept for
 * longer: 50 times as long as the read took, up to three seconds after it. So a slow
 * store is not busy with such reads alone. A read that blocks delays only the thread that
 * reads. Other threads get the previous value, and an error once that read has taken too
 * long. Safe for use by many threads.
 *
 * @param <T> the type of the value
 */
public final class CachedRead<T> {

	private static final Duration AGE = Duration.ofSeconds(1);

	/** A value is kept for this multiple of the time of its read. */
	private static final int KEPT_TIMES_READ = 50;

	/** A value is not kept longer than that because its read was slow. */
	private static final Duration MOST_KEPT = Duration.ofSeconds(3);

	/** How long other threads wait for a read, or get the previous value. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Supplier<T> source;

	private final InstantSource clock;

	private final Duration age;

	private final Duration patience;

	private @Nullable Answer<T> answer;

	private @Nullable Reading reading;

	/** When the first read began that has failed since the last one that succeeded. */
	private @Nullable Instant failingSince;

	/**
	 * Create a shared read.
	 * @param source reads the value
	 * @param clock the clock for the age of a value
	 */
	public CachedRead(Supplier<T> source, InstantSource clock) {
		this(source, clock, AGE);
	}

	/**
	 * Create a shared read of a value that is read less often.
	 * @param source reads the value
	 * @param clock the clock for the age of a value
	 * @param age from which age on a value is read again at the earliest
	 */
	public CachedRead(Supplier<T> source, InstantSource clock, Duration age) {
		this(source, clock, age, PATIENCE);
	}

	CachedRead(Supplier<T> source, InstantSource clock, Duration age, Duration patience) {
		this.source = source;
		this.clock = clock;
		this.age = age;
		this.patience = patience;
	}

	/**
	 * Return the value, read again if it is too old.
	 * @throws StoreUnavailableException if another thread reads, and that takes too long
	 */
	public T get() {
		while (true) {
			Reading wanted;
			synchronized (this) {
				Instant now = this.clock.instant();
				Answer<T> known = this.answer;
				if (known != null && known.isFresh(now)) {
					return known.value();
				}
				wanted = this.reading;
				if (wanted == null) {
					wanted = new Reading(now, Thread.currentThread(), new CountDownLatch(1));
					this.reading = wanted;
				}
				else if (known != null && now.isBefore(unansweredSince(wanted).plus(this.patience))) {
					return known.value();
				}
			}
			if (wanted.reader() == Thread.currentThread()) {
				return read(wanted);
			}
			await(wanted);
		}
	}

	private T read(Reading mine) {
		try {
			T value = this.source.get();
			synchronized (this) {
				this.failingSince = null;
				if (this.reading == mine) {
					this.reading = null;
					this.answer = new Answer<>(value, mine.begun(), keptUntil(mine.begun()));
				}
			}
			return value;
		}
		finally {
			synchronized (this) {
				if (this.reading == mine) {
					this.failingSince = unansweredSince(mine);
					this.reading = null;
				}
			}
			mine.over().countDown();
		}
	}

	private Instant unansweredSince(Reading last) {
		Instant first = this.failingSince;
		return (first != null) ? first : last.begun();
	}

	private Instant keptUntil(Instant begun) {
		Instant end = this.clock.instant();
		Duration longer = Duration.between(begun, end).multipliedBy(KEPT_TIMES_READ);
		Instant least = begun.plus(this.age);
		Instant rested = end.plus((longer.compareTo(MOST_KEPT) < 0) ? longer : MOST_KEPT);
		return rested.isAfter(least) ? rested : least;
	}

	private void await(Reading other) {
		try {
			if (other.over().await(this.patience.toMillis(), TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new StoreUnavailableException("The store has given no answer since %s".formatted(other.begun()), null);
	}

	/**
	 * Read again at the next call. A read in progress may have started too early.
	 */
	public synchronized void forget() {
		this.answer = null;
		this.reading = null;
	}

	/**
	 * The result of a read.
	 *
	 * @param value the value
	 * @param readAt when it was requested
	 * @param keptUntil from when on it is read again
	 */
	private record Answer<T>(T value, Instant readAt, Instant keptUntil) {

		private boolean isFresh(Instant now) {
			return !now.isBefore(this.readAt) && now.isBefore(this.keptUntil);
		}

	}

	/** A read in progress. */
	private record Reading(Instant begun, Thread reader, CountDownLatch over) {
	}

}
