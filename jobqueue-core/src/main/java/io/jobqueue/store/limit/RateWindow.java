package io.jobqueue.store.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

import io.jobqueue.RateLimitResult;

/**
 * The permits of a key that were granted within the last period. Up to a limit of 64 each
 * millisecond counts for itself. Beyond that, permits are counted by a 64th of the period
 * and count until the end of that part has left the period. So the limit is never
 * exceeded, and at most a 64th of it is not used. A part is noted by the time of its end,
 * which means the same to every limit and period. Confined to one thread at a time.
 */
public final class RateWindow {

	private static final int PARTS = 64;

	private final Deque<long[]> parts = new ArrayDeque<>();

	/**
	 * Read what {@link #write()} wrote.
	 * @param text the text, empty for no permits
	 */
	public static RateWindow read(String text) {
		RateWindow window = new RateWindow();
		for (String part : text.split(",")) {
			int sign = part.indexOf(':');
			if (sign > 0) {
				window.parts.add(new long[] { Long.parseLong(part.substring(0, sign)),
						Long.parseLong(part.substring(sign + 1)) });
			}
		}
		return window;
	}

	/** Return the permits as one text. */
	public String write() {
		return this.parts.stream().map((part) -> part[0] + ":" + part[1]).collect(Collectors.joining(","));
	}

	/**
	 * Acquire permits.
	 * @param now the time in milliseconds
	 */
	public RateLimitResult acquire(int limit, Duration per, int permits, long now) {
		long period = per.toMillis();
		long unit = (limit <= PARTS) ? 1 : Math.max(1, period / PARTS);
		long end = (now / unit + 1) * unit;
		forget(period, end, now);
		long used = this.parts.stream().mapToLong((part) -> part[1]).sum();
		if (used + permits <= limit) {
			add(end, permits);
			return new RateLimitResult(true, (int) (limit - used - permits), Duration.ZERO);
		}
		long needed = used + permits - limit;
		long wait = period;
		for (long[] part : this.parts) {
			needed -= part[1];
			if (needed <= 0) {
				wait = part[0] + period - now;
				break;
			}
		}
		return new RateLimitResult(false, (int) Math.max(0, limit - used), Duration.ofMillis(Math.max(1, wait)));
	}

	/**
	 * Keep what counts. If the clock was set back, a part that has not come yet counts
	 * from now on: for one period, however far it is ahead.
	 */
	private void forget(long period, long end, long now) {
		List<long[]> before = List.copyOf(this.parts);
		this.parts.clear();
		for (long[] part : before) {
			long at = Math.min(part[0], end);
			if (at + period > now) {
				add(at, part[1]);
			}
		}
	}

	private void add(long end, long permits) {
		long[] last = this.parts.peekLast();
		if (last != null && last[0] == end) {
			last[1] += permits;
		}
		else {
			this.parts.addLast(new long[] { end, permits });
		}
	}

}
