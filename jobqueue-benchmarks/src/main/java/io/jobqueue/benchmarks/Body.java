package io.jobqueue.benchmarks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What the jobs of a peer do. Peers make the objects of their jobs themselves, so this
 * belongs to the process. A job of a peer counts as ended when its body ends; that it is
 * stored comes later and is not waited for, which is in the peer's favour.
 */
public final class Body {

	private static final LinkedBlockingQueue<Long> STARTS = new LinkedBlockingQueue<>();

	private static volatile CountDownLatch ended = new CountDownLatch(0);

	private static volatile int millis;

	private static volatile boolean telling;

	private Body() {
	}

	/** Say what the jobs to come do. */
	public static void of(Contender.Load load) {
		millis = load.millis();
		telling = false;
	}

	/** Let the jobs to come tell when they start. */
	public static void tell() {
		STARTS.clear();
		telling = true;
	}

	/** When the next job started, in nanoseconds. */
	public static long nextStart() {
		return Pause.take(STARTS);
	}

	/** Begin to count. */
	public static CountDownLatch expect(int jobs) {
		CountDownLatch expected = new CountDownLatch(jobs);
		ended = expected;
		return expected;
	}

	/** One job. */
	public static void run() {
		if (telling) {
			STARTS.add(System.nanoTime());
		}
		if (millis > 0) {
			Pause.of(Duration.ofMillis(millis));
		}
		ended.countDown();
	}

}
