package io.jobqueue.testsupport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is moved. Safe for use by many threads.
 */
public final class SettableClock implements InstantSource {

	private final AtomicReference<Instant> now;

	public SettableClock() {
		this(Instant.parse("2030-01-01T00:00:00Z"));
	}

	public SettableClock(Instant start) {
		this.now = new AtomicReference<>(start);
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

	public void advance(Duration duration) {
		this.now.updateAndGet((now) -> now.plus(duration));
	}

	public void set(Instant instant) {
		this.now.set(instant);
	}

}
