package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Outcomes that the store refused alone, for a reason that may be temporary or may be
 * theirs. They wait separately, so that they delay no other, longer after each attempt.
 * Used by one thread.
 */
final class SuspectOutcomes {

	/** After so many attempts an outcome is taken for one that cannot be stored. */
	private static final int ATTEMPTS = 6;

	private static final long FIRST_PAUSE_MILLIS = 100;

	private static final long LONGEST_PAUSE_MILLIS = 5000;

	private final List<Suspect> waiting = new ArrayList<>();

	/** The first attempt has failed. */
	void add(AttemptResult settled) {
		this.waiting.add(new Suspect(settled, 1, System.nanoTime()));
	}

	/** Another attempt has failed. */
	void failedAgain(Suspect suspect) {
		this.waiting.add(new Suspect(suspect.settled, suspect.attempts + 1, System.nanoTime()));
	}

	/** The store was unavailable, which says nothing about the outcome. */
	void putOff(Suspect suspect) {
		this.waiting.add(new Suspect(suspect.settled, suspect.attempts, System.nanoTime()));
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/** Take those whose time has come. */
	List<Suspect> takeDue() {
		long now = System.nanoTime();
		List<Suspect> due = this.waiting.stream().filter((suspect) -> suspect.dueIn(now) <= 0).toList();
		this.waiting.removeAll(due);
		return due;
	}

	/** Take all. */
	List<Suspect> takeAll() {
		List<Suspect> all = List.copyOf(this.waiting);
		this.waiting.clear();
		return all;
	}

	/** The time until the first one is due, at least a millisecond. */
	Duration untilDue() {
		long now = System.nanoTime();
		long nanos = this.waiting.stream().mapToLong((suspect) -> suspect.dueIn(now)).min().orElse(0);
		return Duration.ofNanos(Math.max(1_000_000, nanos));
	}

	/**
	 * One of them.
	 *
	 * @param settled what is to be stored
	 * @param attempts how many have failed
	 * @param failedNanos when the last one failed
	 */
	record Suspect(AttemptResult settled, int attempts, long failedNanos) {

		/** Whether this attempt is the last one before the job is ended. */
		boolean isLastAttempt() {
			return this.attempts + 1 >= ATTEMPTS;
		}

		private long dueIn(long now) {
			long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(10, this.attempts - 1));
			return this.failedNanos + Duration.ofMillis(pause).toNanos() - now;
		}

	}

}
