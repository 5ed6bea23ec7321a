package io.jobqueue.worker.options;

import java.time.Duration;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;
import org.jspecify.annotations.Nullable;

/**
 * The options of a worker.
 *
 * @param lease the duration of a lease; it is renewed every third of that
 * @param pollInterval how often an idle container claims without a signal
 * @param shutdownTimeout how long running jobs may continue after a stop, zero for not at
 * all; see {@link #longestStop()}
 * @param interruptGrace how long a handler may continue after an interrupt before its
 * permit is freed, zero for none
 * @param unknownTaskTimeout how long a job of an unknown task waits for a worker that
 * knows it
 * @param claimAhead how many short jobs a container may claim beyond its concurrency
 * while a queue has a backlog, zero for none, {@code null} for the default of the store
 * @param maxLosses after how many lost workers in a row a job ends as a poison job
 * @param maxInterruptions after how many interruptions in a row each further one counts
 * as a lost worker
 * @param maxJobs after how many jobs the worker stops, {@code null} for no limit
 * @param burst whether the worker stops when its queues are empty
 */
public record WorkerOptions(Duration lease, Duration pollInterval, Duration shutdownTimeout, Duration interruptGrace,
		Duration unknownTaskTimeout, @Nullable Integer claimAhead, int maxLosses, int maxInterruptions,
		@Nullable Integer maxJobs, boolean burst) {

	/** The defaults. */
	public static final WorkerOptions DEFAULT = new WorkerOptions(Duration.ofSeconds(30), Duration.ofSeconds(1),
			Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofHours(1), null, 5, 20, null, false);

	private static final Duration SHORTEST_STOP = Duration.ofSeconds(2);

	public WorkerOptions {
		requirePositive("lease", lease);
		requirePositive("pollInterval", pollInterval);
		requireNotNegative("shutdownTimeout", shutdownTimeout);
		requireNotNegative("interruptGrace", interruptGrace);
		requirePositive("unknownTaskTimeout", unknownTaskTimeout);
		if (claimAhead != null && claimAhead < 0) {
			throw new InvalidJobException("'claimAhead' must not be negative, but was %d".formatted(claimAhead));
		}
		requirePositive("maxLosses", maxLosses);
		requirePositive("maxInterruptions", maxInterruptions);
		if (maxJobs != null) {
			requirePositive("maxJobs", maxJobs);
		}
	}

	/**
	 * Return the maximum duration of a stop. It is the sum of the shutdown timeout, for
	 * running jobs, and the interrupt grace, for interrupted jobs and the last calls of
	 * the store. It is at least 2 s, because jobs that are not released count as lost.
	 * The end of this time, at most 2 s, is reserved for the store.
	 */
	public Duration longestStop() {
		Duration sum = this.shutdownTimeout.plus(this.interruptGrace);
		return (sum.compareTo(SHORTEST_STOP) < 0) ? SHORTEST_STOP : sum;
	}

	private static void requirePositive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new InvalidJobException("'%s' must be positive, but was %s".formatted(name, DurationText.of(value)));
		}
	}

	private static void requirePositive(String name, int value) {
		if (value < 1) {
			throw new InvalidJobException("'%s' must be positive, but was %d".formatted(name, value));
		}
	}

	private static void requireNotNegative(String name, Duration value) {
		if (value.isNegative()) {
			throw new InvalidJobException(
					"'%s' must not be negative, but was %s".formatted(name, DurationText.of(value)));
		}
	}

}
