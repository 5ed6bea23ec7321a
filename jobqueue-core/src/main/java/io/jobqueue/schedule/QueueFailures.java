package io.jobqueue.schedule;

import io.jobqueue.store.error.StoreUnavailableException;

import org.jspecify.annotations.Nullable;

/**
 * Runs steps of several queues, each of which may be on a server that is unavailable. The
 * first failure is thrown once all have run. Not thread-safe.
 */
final class QueueFailures {

	private @Nullable StoreUnavailableException first;

	/** Run the step of a queue. */
	void run(Runnable step) {
		try {
			step.run();
		}
		catch (StoreUnavailableException ex) {
			if (this.first == null) {
				this.first = ex;
			}
			else if (this.first != ex) {
				this.first.addSuppressed(ex);
			}
		}
	}

	/** Throw the first failure, if there was one. */
	void rethrow() {
		if (this.first != null) {
			throw this.first;
		}
	}

}
