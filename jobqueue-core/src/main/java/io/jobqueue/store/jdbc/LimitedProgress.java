package io.jobqueue.store.jdbc;

import java.util.Set;

import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.limit.QueueRules;

/**
 * How far a claim of a queue with limits is.
 *
 * @param request what is asked for
 * @param taken how many jobs it has started
 * @param rounds how many rounds have started what they could
 * @param preparations how many rounds have prepared the others
 * @param busy what other transactions keep locked
 */
record LimitedProgress(ClaimRequest request, int taken, int rounds, int preparations, Set<String> busy) {

	/** Rounds that make due jobs ready, or let jobs go on, in front of the others. */
	private static final int PREPARATIONS = 40;

	/** How many jobs a round looks at after one that let some wait. */
	static final int WINDOW = 500;

	/** The same, at least, after rounds that started some. */
	private static final int LEAST_WINDOW = 20;

	boolean prepares() {
		return this.preparations < PREPARATIONS;
	}

	/**
	 * How many of the first jobs the next round looks at. If most of the first ones have
	 * started, few are missing; otherwise many that wait may be in front.
	 */
	int window(int wanted, QueueRules rules) {
		if (rules.order() == QueueRules.Order.FAIR) {
			return Math.max(WINDOW, wanted);
		}
		if (this.rounds == 0) {
			return wanted;
		}
		int few = Math.max(LEAST_WINDOW, 2 * wanted) << (2 * this.rounds - 2);
		return Math.max(wanted, (this.taken == 0) ? WINDOW : Math.min(WINDOW, few));
	}

}
