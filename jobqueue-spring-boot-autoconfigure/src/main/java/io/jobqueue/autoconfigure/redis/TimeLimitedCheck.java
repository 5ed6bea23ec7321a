package io.jobqueue.autoconfigure.redis;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A check of a server that runs on a separate thread and has a time limit. */
final class TimeLimitedCheck<T> {

	private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	/**
	 * The factor by which the wait may exceed the silence while the thread seems to run:
	 * a driver may wait in a native call, which looks like running code.
	 */
	private static final int PATIENCE = 10;

	private final FutureTask<T> question;

	private final Thread thread;

	TimeLimitedCheck(String name, Callable<T> question) {
		this.question = new FutureTask<>(question);
		this.thread = new Thread(this.question, name);
		this.thread.setDaemon(true);
	}

	/**
	 * Run the check, and wait for its result.
	 * @param silence how long the server may take to reply
	 * @throws TimeoutException if it takes longer; the check is abandoned
	 */
	T ask(Duration silence) throws ExecutionException, TimeoutException, InterruptedException {
		this.thread.start();
		try {
			long left = silence.toNanos();
			for (long slices = PATIENCE * (left / SLICE_NANOS + 1); slices > 0 && left > 0; slices--) {
				long slice = Math.min(SLICE_NANOS, left);
				try {
					return this.question.get(slice, TimeUnit.NANOSECONDS);
				}
				catch (TimeoutException ex) {
					left -= (this.thread.getState() != Thread.State.RUNNABLE) ? slice : 0;
				}
			}
			throw new TimeoutException("No reply within " + silence);
		}
		finally {
			this.question.cancel(true);
		}
	}

}
