package io.jobqueue.store.support;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets a warning be written once a minute for each thing that it is about, with the
 * number of its causes. The number of things is bounded: those beyond the bound share a
 * minute. Safe for use by many threads.
 */
public final class WarnSeldom {

	private static final long SILENCE = TimeUnit.MINUTES.toNanos(1);

	private static final int MOST = 20;

	private final Map<String, Pause> pauses = new HashMap<>();

	private final LongSupplier nanos;

	public WarnSeldom() {
		this(System::nanoTime);
	}

	/** Make one with a clock. */
	WarnSeldom(LongSupplier nanos) {
		this.nanos = nanos;
	}

	/**
	 * Record a cause for the warning.
	 * @param thing the name of what it is about
	 * @return how many there were since the warning was written last, this one included;
	 * 0 if it is not to be written now
	 */
	public synchronized long due(String thing) {
		String key = (this.pauses.containsKey(thing) || this.pauses.size() < MOST) ? thing : "";
		Pause before = this.pauses.get(key);
		long now = this.nanos.getAsLong();
		if (before != null && now - before.since() < SILENCE) {
			this.pauses.put(key, new Pause(before.since(), before.causes() + 1));
			return 0;
		}
		this.pauses.put(key, new Pause(now, 0));
		return 1 + ((before != null) ? before.causes() : 0);
	}

	/**
	 * The time after a warning.
	 *
	 * @param since when it was written
	 * @param causes how many there were since
	 */
	private record Pause(long since, long causes) {
	}

}
