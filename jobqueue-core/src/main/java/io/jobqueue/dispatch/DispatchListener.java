package io.jobqueue.dispatch;

/**
 * Hears of jobs that were stored. Called on the dispatching thread; must not block or
 * throw.
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

}
