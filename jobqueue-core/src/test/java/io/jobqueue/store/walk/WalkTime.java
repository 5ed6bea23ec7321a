package io.jobqueue.store.walk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The time of the oracle, which moves on by a fixed time with each command, and what it
 * means by the clock of the store: a moment between two readings of that clock.
 */
final class WalkTime {

	/** Over before the next command. */
	static final Duration SOON = Duration.ofMillis(4);

	/** Longer than a walk. */
	static final Duration FAR = Duration.ofDays(1000);

	/** The first moment that both clocks share. No walk comes so far. */
	static final Instant FIXED = Instant.parse("2100-01-01T00:00:00Z");

	private static final long STEP_SECONDS = 10;

	/** Stores keep milliseconds. */
	private static final Duration SLACK = Duration.ofMillis(2);

	private final List<Instant> readings = new ArrayList<>();

	/** Begin the next command. */
	void read(Instant storeTime) {
		this.readings.add(storeTime);
	}

	/** The present command in the time of the oracle. */
	Instant now() {
		return Instant.ofEpochSecond((this.readings.size() - 1) * STEP_SECONDS);
	}

	/** Whether a time of the store is what the oracle expects. */
	boolean agrees(@Nullable Instant expected, @Nullable Instant actual) {
		if (expected == null || actual == null) {
			return expected == actual;
		}
		if (!expected.isBefore(FIXED)) {
			return expected.equals(actual);
		}
		return !actual.isBefore(earliest(expected).minus(SLACK)) && !actual.isAfter(latest(expected).plus(SLACK));
	}

	String describe(@Nullable Instant expected) {
		return (expected == null || !expected.isBefore(FIXED)) ? String.valueOf(expected)
				: earliest(expected) + " to " + latest(expected);
	}

	private Instant earliest(Instant expected) {
		return this.readings.get(command(expected)).plus(delay(expected));
	}

	private Instant latest(Instant expected) {
		int next = command(expected) + 1;
		return ((next < this.readings.size()) ? this.readings.get(next) : FIXED.minus(FAR)).plus(delay(expected));
	}

	private static int command(Instant time) {
		return (int) (time.minus(far(time)).getEpochSecond() / STEP_SECONDS);
	}

	private static Duration delay(Instant time) {
		return Duration.between(Instant.ofEpochSecond(command(time) * STEP_SECONDS), time);
	}

	private static Duration far(Instant time) {
		return time.isBefore(Instant.EPOCH.plus(FAR)) ? Duration.ZERO : FAR;
	}

}
