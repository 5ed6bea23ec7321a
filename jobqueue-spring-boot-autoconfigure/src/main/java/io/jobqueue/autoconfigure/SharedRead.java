package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * An answer that is read once for all who ask within a second: many who look at the same
 * time cost the store no more than one. Safe for use by many threads.
 *
 * @param <T> the type of the answer
 */
final class SharedRead<T> {

	private static final Duration AGE = Duration.ofSeconds(1);

	private final Supplier<T> source;

	private final InstantSource clock;

	private @Nullable T answer;

	private Instant readAt = Instant.MIN;

	SharedRead(Supplier<T> source, InstantSource clock) {
		this.source = source;
		this.clock = clock;
	}

	/** Who comes while another one reads waits for that answer. */
	synchronized T get() {
		T known = this.answer;
		Instant now = this.clock.instant();
		if (known == null || now.isBefore(this.readAt) || !now.isBefore(this.readAt.plus(AGE))) {
			known = this.source.get();
			this.answer = known;
			this.readAt = now;
		}
		return known;
	}

	/** The next call reads again. */
	synchronized void forget() {
		this.answer = null;
	}

}
