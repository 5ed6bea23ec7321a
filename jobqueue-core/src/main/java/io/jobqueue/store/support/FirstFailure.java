package io.jobqueue.store.support;

import io.jobqueue.JobQueueException;

import org.jspecify.annotations.Nullable;

/**
 * Runs several steps, each of which may fail. The first failure is thrown once all have
 * run, with the others as suppressed exceptions. Not thread-safe.
 */
public final class FirstFailure {

	private static final int MAXIMUM = 5;

	private final int maximum;

	private @Nullable JobQueueException first;

	private int count;

	/**
	 * For steps of one store: after 5 failures it is unavailable, and no more are run.
	 */
	public FirstFailure() {
		this(MAXIMUM);
	}

	private FirstFailure(int maximum) {
		this.maximum = maximum;
	}

	/** For steps of several queues, of which those of some servers may all fail. */
	public static FirstFailure ofQueues() {
		return new FirstFailure(Integer.MAX_VALUE);
	}

	/**
	 * Run a step.
	 * @return whether it was run without a failure
	 */
	public boolean run(Runnable step) {
		if (this.count >= this.maximum) {
			return false;
		}
		try {
			step.run();
			return true;
		}
		catch (JobQueueException ex) {
			this.count++;
			if (this.first == null) {
				this.first = ex;
			}
			else if (this.first != ex) {
				this.first.addSuppressed(ex);
			}
			return false;
		}
	}

	/** Throw the first failure, if there is one. */
	public void rethrow() {
		if (this.first != null) {
			throw this.first;
		}
	}

}
