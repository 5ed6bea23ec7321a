package io.jobqueue.benchmarks.contender;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The work of the jobs of a peer. Peers create the objects of their jobs themselves, so
 * it is static. A job of a peer counts as ended when its body ends. The result is stored
 * later, and this is not awaited, which favours the peer.
 */
public final class Body {

	private static final LinkedBlockingQueue<Long> STARTS = new LinkedBlockingQueue<>();

	private static volatile CountDownLatch ended = new CountDownLatch(0);

	private static volatile int millis;

	private static volatile boolean recording;

	private Body() {
	}

	/** Set the work of further jobs. */
	public static void of(Contender.Load load) {
		millis = load.millis();
		recording = false;
	}

	/** Record the start times of further jobs. */
	public static void recordStarts() {
		STARTS.clear();
		recording = true;
	}

	/** Return the start time of the next job, in nanoseconds. */
	public static long nextStart() {
		return Pause.take(STARTS);
	}

	/** Start to count jobs. */
	public static CountDownLatch expect(int jobs) {
		CountDownLatch expected = new CountDownLatch(jobs);
		ended = expected;
		return expected;
	}

	/** Run one job. */
	public static void run() {
		if (recording) {
			STARTS.add(System.nanoTime());
		}
		if (millis > 0) {
			Pause.of(Duration.ofMillis(millis));
		}
		ended.countDown();
	}

}
