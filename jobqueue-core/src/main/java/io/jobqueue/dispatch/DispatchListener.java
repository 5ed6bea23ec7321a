package io.jobqueue.dispatch;

/**
 * Called after jobs were stored, on the dispatching thread. For jobs of a transaction it
 * is called after the commit. Implementations must not block or throw exceptions.
 */
@FunctionalInterface
public interface DispatchListener {

	/**
	 * Jobs of a task were stored.
	 * @param queue their queue
	 * @param task the name of their task
	 * @param count the number of jobs
	 */
	void dispatched(String queue, String task, int count);

	/**
	 * The transaction in which jobs were dispatched has committed, but the store did not
	 * store them, or it is unknown whether it did.
	 * @param queue their queue
	 * @param task the name of their task
	 * @param count the number of jobs
	 */
	default void unsent(String queue, String task, int count) {
	}

}
