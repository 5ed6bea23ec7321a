package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.jobqueue.store.feed.ClaimResult.Standing;

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

	void record(@Nullable Standing standing) {
		if (standing != null) {
			this.latest = new Entry(standing, this.nanos.getAsLong());
		}
	}

	/** Return the hints, {@code null} if they are older than the given time. */
	public @Nullable Standing within(Duration time) {
		Entry last = this.latest;
		return (last != null && this.nanos.getAsLong() - last.nanos <= time.toNanos()) ? last.standing : null;
	}

	private record Entry(Standing standing, long nanos) {
	}

}
