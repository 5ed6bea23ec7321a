package io.jobqueue.autoconfigure.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The state of this application's worker, if it has one.
 */
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
	 * The queues without progress although they have due jobs and this worker has room
	 * for them, and for how long they have.
	 */
	Map<String, Duration> stalled();

	/** Whether it finishes what it runs and takes nothing more. */
	boolean isDraining();

}
