package io.jobqueue.autoconfigure.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The status of the worker of this application, if it has one. */
public interface WorkerStatus {

	/** The status of an application that only dispatches. */
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

	/** Return the queues that are served now. */
	Set<String> containers();

	/**
	 * Return the queues without progress, although they have due jobs and this worker has
	 * free capacity, with the duration of that state.
	 */
	Map<String, Duration> stalled();

	/** Return whether the worker finishes running jobs and claims no more. */
	boolean isDraining();

}
