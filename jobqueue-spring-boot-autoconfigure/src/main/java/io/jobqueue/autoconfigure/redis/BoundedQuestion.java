package io.jobqueue.autoconfigure.redis;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A check of a server that runs on a thread of its own and has a time limit. */
final class BoundedQuestion<T> {

	private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	/** A driver may wait inside a native call, which looks as if it were busy. */
	private static final int PATIENCE = 10;

	private final FutureTask<T> question;

	private final Thread thread;

	BoundedQuestion(String name, Callable<T> question) {
		this.question = new FutureTask<>(question);
		this.thread = new Thread(this.question, name);
		this.thread.setDaemon(true);
	}

	/**
	 * Ask, and wait for the answer.
	 * @param silence how long the server may be silent
	 * @throws TimeoutException if it was silent for longer; the question is given up
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
			throw new TimeoutException("No answer within " + silence);
		}
		finally {
			this.question.cancel(true);
		}
	}

}
