package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.jobqueue.store.feed.ClaimResult.IdleHints;

/**
 * The idle hints of the last claim of a container that returned some. Thread-safe.
 */
public final class LatestIdleHints {

	private final LongSupplier nanos;

	private volatile @Nullable Entry latest;

	public LatestIdleHints() {
		this(System::nanoTime);
	}

	LatestIdleHints(LongSupplier nanos) {
		this.nanos = nanos;
	}

	void record(@Nullable IdleHints idleHints) {
		if (idleHints != null) {
			this.latest = new Entry(idleHints, this.nanos.getAsLong());
		}
	}

	/** Return the hints, {@code null} if they are older than the given time. */
	public @Nullable IdleHints within(Duration time) {
		Entry last = this.latest;
		return (last != null && this.nanos.getAsLong() - last.nanos <= time.toNanos()) ? last.idleHints : null;
	}

	private record Entry(IdleHints idleHints, long nanos) {
	}

}
