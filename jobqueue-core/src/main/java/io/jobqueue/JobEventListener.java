package io.jobqueue;

/**
 * Called with what happens to the jobs that this application dispatches, runs, relays or
 * operates. Called on the thread that did it, often by several threads at once.
 * Implementations must not block. An exception is logged and has no effect on the job.
 */
@FunctionalInterface
public interface JobEventListener {

	/**
	 * Something happened. New types of events may be added: ignore those that are not
	 * needed.
	 * @param event what happened
	 */
	void onEvent(JobEvent event);

}
