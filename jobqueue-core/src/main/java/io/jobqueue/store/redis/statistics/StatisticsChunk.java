package io.jobqueue.store.redis.statistics;

import java.time.Duration;
import java.time.Instant;

import io.jobqueue.store.statistics.Resolution;

/**
 * A span of time whose sums are in one hash.
 *
 * @param resolution the length of its periods
 * @param number the number of the span since 1970
 */
record StatisticsChunk(Resolution resolution, long number) {

	static StatisticsChunk of(Resolution resolution, Instant begin) {
		return new StatisticsChunk(resolution, Math.floorDiv(begin.toEpochMilli(), length(resolution).toMillis()));
	}

	private static Duration length(Resolution resolution) {
		return switch (resolution) {
			case MINUTE -> Duration.ofHours(1);
			case TEN_MINUTES -> Duration.ofHours(12);
		};
	}

	String name() {
		return ((this.resolution == Resolution.MINUTE) ? "1m:" : "10m:") + this.number;
	}

	/** When its last period expires. */
	Instant expiry() {
		long end = (this.number + 1) * length(this.resolution).toMillis();
		return this.resolution.expiry(Instant.ofEpochMilli(end));
	}

}
