package io.jobqueue.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.jobqueue.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is read once for all who ask within a second: many who look at the same
 * time cost the store no more than one. A read that hangs holds up nobody but the one who
 * reads: others get the last answer, and an error once that read has taken too long. Safe
 * for use by many threads.
 *
 * @param <T> the type of the answer
 */
final class SharedRead<T> {

	private static final Duration AGE = Duration.ofSeconds(1);

	/** How long others wait for a read, or get the answer before it. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Supplier<T> source;

	private final InstantSource clock;

	private final Duration patience;

	private @Nullable Answer<T> answer;

	private @Nullable Reading reading;

	SharedRead(Supplier<T> source, InstantSource clock) {
		this(source, clock, PATIENCE);
	}

	SharedRead(Supplier<T> source, InstantSource clock, Duration patience) {
		this.source = source;
		this.clock = clock;
		this.patience = patience;
	}

	/**
	 * The answer, read anew if it is older than a second.
	 * @throws StoreUnavailableException if another one reads, and that takes too long
	 */
	T get() {
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
				else if (known != null && now.isBefore(wanted.begun().plus(this.patience))) {
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
				if (this.reading == mine) {
					this.answer = new Answer<>(value, mine.begun());
				}
			}
			return value;
		}
		finally {
			synchronized (this) {
				if (this.reading == mine) {
					this.reading = null;
				}
			}
			mine.over().countDown();
		}
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
		throw new StoreUnavailableException(
				"Another request has asked the store for the same since %s and got no answer yet"
					.formatted(other.begun()),
				null);
	}

	/** The next call reads again; a read that is under way may have come too early. */
	synchronized void forget() {
		this.answer = null;
		this.reading = null;
	}

	/**
	 * What was read.
	 *
	 * @param value the answer
	 * @param readAt when it was requested
	 */
	private record Answer<T>(T value, Instant readAt) {

		private boolean isFresh(Instant now) {
			return !now.isBefore(this.readAt) && now.isBefore(this.readAt.plus(AGE));
		}

	}

	/** A read that is under way. */
	private record Reading(Instant begun, Thread reader, CountDownLatch over) {
	}

}
