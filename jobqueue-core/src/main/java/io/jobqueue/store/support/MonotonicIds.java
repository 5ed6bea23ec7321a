package io.jobqueue.store.support;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

import io.jobqueue.JobId;

/**
 * Creates job ids: the queue, then 48 bits of milliseconds and 80 bits that start at
 * random in each millisecond and count up within it. The ids of one process are strictly
 * ascending per queue. If the clock is set back, the time in the ids does not advance
 * until it catches up.
 */
public final class MonotonicIds {

	private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

	private static final char[] ALPHABET = DIGITS.toCharArray();

	private static final int LENGTH = 26;

	private static final int TIME = 10;

	/** Before any job. */
	private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

	private static final long HALF = (1L << 40) - 1;

	private final ReentrantLock lock = new ReentrantLock();

	private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

	private final InstantSource clock;

	private long millis = -1;

	private long high;

	private long low;

	public MonotonicIds(InstantSource clock) {
		this.clock = clock;
	}

	public JobId next(String queue) {
		char[] text = new char[LENGTH];
		this.lock.lock();
		try {
			advance(this.clock.millis());
			encode(this.millis, text, 0, TIME);
			encode(this.high, text, 10, 8);
			encode(this.low, text, 18, 8);
		}
		finally {
			this.lock.unlock();
		}
		return new JobId(queue + "-" + new String(text));
	}

	/**
	 * The time in an id, which is about that of the dispatch.
	 * @return the time, empty if the id is not of this form or its time is no time of a
	 * job
	 */
	public static Optional<Instant> time(JobId id) {
		if (id.queue().isEmpty()) {
			return Optional.empty();
		}
		String text = id.value();
		long millis = 0;
		for (int i = text.length() - LENGTH; i < text.length() - LENGTH + TIME; i++) {
			int digit = DIGITS.indexOf(text.charAt(i));
			if (digit < 0) {
				return Optional.empty();
			}
			millis = millis << 5 | digit;
		}
		Instant time = Instant.ofEpochMilli(millis);
		return time.isBefore(FIRST) ? Optional.empty() : Optional.of(time);
	}

	private void advance(long now) {
		if (now > this.millis) {
			start(now);
		}
		else if (this.low < HALF) {
			this.low++;
		}
		else if (this.high < HALF) {
			this.high++;
			this.low = 0;
		}
		else {
			start(this.millis + 1);
		}
	}

	private void start(long millis) {
		this.millis = millis;
		this.high = this.random.nextLong() & HALF;
		this.low = this.random.nextLong() & HALF;
	}

	private static void encode(long value, char[] text, int from, int length) {
		for (int i = from + length - 1; i >= from; i--) {
			text[i] = ALPHABET[(int) (value & 31)];
			value >>>= 5;
		}
	}

}
