package io.jobqueue.task.invoke;

import java.lang.reflect.Type;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;

import org.jspecify.annotations.Nullable;

/** Calls a task, whatever its form. */
public interface TaskHandler {

	Type payloadType();

	Type resultType();

	/** Whether the parameter for the payload is declared as nullable. */
	boolean takesNull();

	/**
	 * Check that its bean can be called, if it has been created.
	 * @throws io.jobqueue.InvalidTaskException if it cannot
	 */
	void check();

	@Nullable Object invoke(@Nullable Object payload, JobContext job) throws Exception;

	void onFailure(@Nullable Object payload, JobFailure failure) throws Exception;

	boolean handlesFailure();

	/** Whether {@link #shouldRetry} calls the handler. */
	default boolean decidesRetry() {
		return false;
	}

	/** The answer of the handler, {@code null} if the policy decides. */
	@Nullable Boolean shouldRetry(@Nullable Object payload, Throwable error);

}
