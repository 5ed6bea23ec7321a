package io.jobqueue.autoconfigure;

import java.util.Set;

/**
 * The state of this application's worker, if it has one.
 */
interface WorkerStatus {

	/** An application that only dispatches. */
	WorkerStatus NONE = new WorkerStatus() {

		@Override
		public Set<String> containers() {
			return Set.of();
		}

		@Override
		public boolean isDraining() {
			return false;
		}

	};

	/** The queues that are served now. */
	Set<String> containers();

	/** Whether it finishes what it runs and takes nothing more. */
	boolean isDraining();

}
