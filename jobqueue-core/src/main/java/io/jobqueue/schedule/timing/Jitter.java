package io.jobqueue.schedule.timing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The delay that keeps schedules with the same times apart. It depends on the name alone,
 * so it is the same for all ticks and all workers.
 */
public final class Jitter {

	private static final long OFFSET = 0xcbf29ce484222325L;

	private static final long PRIME = 0x100000001b3L;

	private Jitter() {
	}

	/** The delay of a schedule, from zero to the longest one. */
	public static Duration of(String name, Duration longest) {
		if (longest.isZero()) {
			return Duration.ZERO;
		}
		long hash = OFFSET;
		for (byte part : name.getBytes(StandardCharsets.UTF_8)) {
			hash = (hash ^ (part & 0xff)) * PRIME;
		}
		hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
		hash ^= hash >>> 33;
		return Duration.ofMillis(Math.floorMod(hash, longest.toMillis() + 1));
	}

}
