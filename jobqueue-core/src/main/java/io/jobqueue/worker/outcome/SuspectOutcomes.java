package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Outcomes that the store refused alone, for a reason that may be temporary or specific
 * to them. They wait separately, so that they do not delay others. The delay increases
 * with each attempt. Used by one thread.
 */
final class SuspectOutcomes {

	/**
	 * The number of attempts after which an outcome is considered impossible to store.
	 */
	private static final int ATTEMPTS = 6;

	private static final long FIRST_PAUSE_MILLIS = 100;

	private static final long LONGEST_PAUSE_MILLIS = 5000;

	private final List<Suspect> waiting = new ArrayList<>();

	/** Add an outcome whose first write has failed. */
	void add(AttemptResult settled) {
		this.waiting.add(new Suspect(settled, 1, System.nanoTime()));
	}

	/** Record that another write has failed. */
	void failedAgain(Suspect suspect) {
		this.waiting.add(new Suspect(suspect.settled, suspect.attempts + 1, System.nanoTime()));
	}

	/**
	 * Postpone an outcome because the store was unavailable. This does not count as an
	 * attempt.
	 */
	void postpone(Suspect suspect) {
		this.waiting.add(new Suspect(suspect.settled, suspect.attempts, System.nanoTime()));
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/** Remove and return the outcomes that are due. */
	List<Suspect> takeDue() {
		long now = System.nanoTime();
		List<Suspect> due = this.waiting.stream().filter((suspect) -> suspect.dueIn(now) <= 0).toList();
		this.waiting.removeAll(due);
		return due;
	}

	/** Remove and return all outcomes. */
	List<Suspect> takeAll() {
		List<Suspect> all = List.copyOf(this.waiting);
		this.waiting.clear();
		return all;
	}

	/** Return the time until the first outcome is due, at least a millisecond. */
	Duration untilDue() {
		long now = System.nanoTime();
		long nanos = this.waiting.stream().mapToLong((suspect) -> suspect.dueIn(now)).min().orElse(0);
		return Duration.ofNanos(Math.max(1_000_000, nanos));
	}

	/**
	 * A suspect outcome.
	 *
	 * @param settled the result to store
	 * @param attempts how many writes have failed
	 * @param failedNanos when the last write failed
	 */
	record Suspect(AttemptResult settled, int attempts, long failedNanos) {

		/** Return whether this is the last write before the job is ended. */
		boolean isLastAttempt() {
			return this.attempts + 1 >= ATTEMPTS;
		}

		private long dueIn(long now) {
			long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(10, this.attempts - 1));
			return this.failedNanos + Duration.ofMillis(pause).toNanos() - now;
		}

	}

}
