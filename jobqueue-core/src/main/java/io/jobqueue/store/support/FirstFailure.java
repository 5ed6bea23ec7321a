package io.jobqueue.store.support;

import io.jobqueue.JobQueueException;

import org.jspecify.annotations.Nullable;

/**
 * The first failure of several deeds, of which each is tried. Not for use by several
 * threads.
 */
public final class FirstFailure {

	/** From here on the store is away as a whole. */
	private static final int MANY = 5;

	private @Nullable JobQueueException first;

	private int count;

	/**
	 * Do something.
	 * @return whether it was done
	 */
	public boolean run(Runnable deed) {
		if (this.count >= MANY) {
			return false;
		}
		try {
			deed.run();
			return true;
		}
		catch (JobQueueException ex) {
			this.count++;
			if (this.first == null) {
				this.first = ex;
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
