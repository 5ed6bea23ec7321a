package io.jobqueue.store.limit;

import java.util.function.UnaryOperator;

import io.jobqueue.store.error.StoreUnavailableException;

/**
 * The part of a store that keeps the rules of queues. Implementations are thread-safe.
 * All methods throw {@link StoreUnavailableException} when the store is unavailable.
 */
public interface QueueRulesStore {

	/** The greatest number of changes by others that an update passes. */
	int MOST_CONFLICTS = 100;

	/** Read the rules of a queue, {@link QueueRules#NONE} if it has none. */
	QueueRules rules(String queue);

	/**
	 * Replace the rules of a queue, if they still have the expected version. The store
	 * applies them to claims from the same step on, and signals workers for jobs that may
	 * start now. A queue that was unknown is listed from now on.
	 * @param queue the queue
	 * @param expected the version before
	 * @param next the next rules, with a version that follows the expected one
	 * @return whether they were replaced
	 */
	boolean replace(String queue, long expected, QueueRules next);

	/**
	 * Change the rules of a queue. A change that changes nothing writes nothing.
	 * @param queue the queue
	 * @param change the change; it may be called several times
	 * @return the rules from now on
	 * @throws io.jobqueue.InvalidJobException if the changed rules contradict each other
	 */
	default QueueRules update(String queue, UnaryOperator<QueueRules> change) {
		for (int i = 0; i < MOST_CONFLICTS; i++) {
			QueueRules before = rules(queue);
			QueueRules next = change.apply(before);
			if (next.isSame(before)) {
				return before;
			}
			next.requireConsistent(queue);
			QueueRules numbered = next.withVersion(before.version() + 1);
			if (replace(queue, before.version(), numbered)) {
				return numbered;
			}
		}
		throw new StoreUnavailableException(
				"The rules of queue '" + queue + "' were changed by others again and again; repeat the change", null);
	}

}
