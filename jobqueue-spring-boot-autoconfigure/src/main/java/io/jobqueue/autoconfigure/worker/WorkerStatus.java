package io.jobqueue.autoconfigure.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The status of the worker of this application, if it has one. */
public interface WorkerStatus {

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

		@Override
		public Map<String, Duration> stalled() {
			return Map.of();
		}

	};

	/** The queues that are served now. */
	Set<String> containers();

	/**
	 * The queues without progress, although they have due jobs and this worker has free
	 * capacity, and for how long.
	 */
	Map<String, Duration> stalled();

	/** Whether it finishes running jobs and claims no more. */
	boolean isDraining();

}
