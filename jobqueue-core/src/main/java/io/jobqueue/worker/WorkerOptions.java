package io.jobqueue.worker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a worker works. All durations are positive.
 *
 * @param lease how long a lease runs; it is renewed every third of that
 * @param pollInterval how often an idle container asks although nobody signalled
 * @param shutdownTimeout how long running jobs may go on after a stop
 * @param interruptGrace how long a handler may go on after it was interrupted, before its
 * permit is given to others
 * @param unknownTaskTimeout how long a job of an unknown task waits for a worker that
 * knows it
 * @param maxLosses after how many lost workers in a row a job ends as a poison job
 * @param maxJobs after how many jobs the worker stops, {@code null} for never
 * @param burst whether the worker stops when its queues are empty
 */
public record WorkerOptions(Duration lease, Duration pollInterval, Duration shutdownTimeout, Duration interruptGrace,
		Duration unknownTaskTimeout, int maxLosses, @Nullable Integer maxJobs, boolean burst) {

	/** The defaults. */
	public static final WorkerOptions DEFAULT = new WorkerOptions(Duration.ofSeconds(30), Duration.ofSeconds(1),
			Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofHours(1), 5, null, false);

}
