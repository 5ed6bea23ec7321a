package io.jobqueue.dispatch;

/**
 * Hears of jobs that were stored. Called on the dispatching thread, for jobs of a
 * transaction after its commit; must not block or throw.
 */
@FunctionalInterface
public interface DispatchListener {

	/**
	 * Jobs of a task were stored.
	 * @param queue their queue
	 * @param task the name of their task
	 * @param count how many
	 */
	void dispatched(String queue, String task, int count);

	/**
	 * The transaction in which jobs were dispatched has committed, but the store did not
	 * take them, or it is not known whether it did.
	 * @param queue their queue
	 * @param task the name of their task
	 * @param count how many
	 */
	default void unsent(String queue, String task, int count) {
	}

}
