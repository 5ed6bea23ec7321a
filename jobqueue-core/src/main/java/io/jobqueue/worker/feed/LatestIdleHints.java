package io.jobqueue.worker.feed;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.jobqueue.store.ClaimResult.Standing;

/**
 * The idle hints of the last claim of a container that returned some. Thread-safe.
 */
public final class LatestIdleHints {

	private volatile @Nullable Look look;

	void seen(@Nullable Standing standing) {
		if (standing != null) {
			this.look = new Look(standing, System.nanoTime());
		}
	}

	/** What was seen, {@code null} if that is longer ago. */
	public @Nullable Standing within(Duration time) {
		Look last = this.look;
		return (last != null && System.nanoTime() - last.nanos <= time.toNanos()) ? last.standing : null;
	}

	private record Look(Standing standing, long nanos) {
	}

}
