package io.jobqueue;

/**
 * The work of a step without a result. See {@link JobContext#step(String, StepAction)}.
 *
 * @param <X> what it throws, {@link RuntimeException} for no checked exception
 */
@FunctionalInterface
public interface StepAction<X extends Exception> {

	/**
	 * Do the work.
	 * @throws X the step is not finished then, and runs again with the next attempt
	 */
	void run() throws X;

}
