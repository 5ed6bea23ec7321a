package io.jobqueue;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * The work of a step that has a result. See {@link JobContext#step}. It is serializable
 * only so that the type of the result of a lambda can be read; it is never serialized.
 *
 * @param <T> the type of the result, which may be {@code null}
 * @param <X> what it throws, {@link RuntimeException} for no checked exception
 */
@FunctionalInterface
public interface StepWork<T extends @Nullable Object, X extends Exception> extends Serializable {

	/**
	 * Do the work.
	 * @return the result
	 * @throws X the step is not finished then, and runs again with the next attempt
	 */
	T run() throws X;

}
