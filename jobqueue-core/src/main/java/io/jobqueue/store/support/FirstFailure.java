package io.jobqueue.store.support;

import io.jobqueue.JobQueueException;

import org.jspecify.annotations.Nullable;

/**
 * Runs several steps, each of which may fail. The first failure is thrown once all have
 * run, with the others as suppressed exceptions. Not thread-safe.
 */
public final class FirstFailure {

	/** After so many failures the store is unavailable, and no further step is run. */
	private static final int MAXIMUM = 5;

	private @Nullable JobQueueException first;

	private int count;

	/**
	 * Run a step.
	 * @return whether it was run without a failure
	 */
	public boolean run(Runnable step) {
		if (this.count >= MAXIMUM) {
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
