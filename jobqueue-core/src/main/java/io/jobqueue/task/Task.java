package io.jobqueue.task;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.settings.LogCapture;
import io.jobqueue.task.settings.TaskLimits;

import org.jspecify.annotations.Nullable;

/**
 * A task of this application: its declaration with all defaults, and the way to call it.
 * Implementations are thread-safe.
 */
public interface Task {

	String name();

	/** Earlier names of the task. */
	Set<String> aliases();

	/** The queue of its jobs unless a request says otherwise. */
	String queue();

	/** How long an attempt may run. */
	Duration timeout();

	RetryPolicy retryPolicy();

	/** The tags that it declares for its jobs. */
	default List<String> tags() {
		return List.of();
	}

	/** The limits that it declares for its jobs. */
	default TaskLimits limits() {
		return TaskLimits.NONE;
	}

	/** The name of the executor bean for its attempts, {@code null} for the worker's. */
	@Nullable String executor();

	/**
	 * Whether the thread of an attempt is interrupted when the attempt must stop. If not,
	 * the handler checks {@link JobContext#isCancelled()}.
	 */
	default boolean interrupt() {
		return true;
	}

	/** Which lines of SLF4J its jobs keep, {@code null} for the setting of the worker. */
	default @Nullable LogCapture captureLogs() {
		return null;
	}

	/** Whether an attempt and its success are one transaction of the database. */
	default boolean finishInTransaction() {
		return false;
	}

	/** Whether {@link #shouldRetry} calls code of the application. */
	default boolean decidesRetry() {
		return true;
	}

	/** Whether {@link #onFailure} calls code of the application. */
	default boolean handlesFailure() {
		return true;
	}

	/** The type of its payload; {@link Void} for none. */
	Type payloadType();

	/**
	 * The declared type of its result; of a {@link java.util.concurrent.CompletionStage}
	 * the type that it completes with; {@link Object} if unknown.
	 */
	default Type resultType() {
		return Object.class;
	}

	/** Whether its handler may be called without a payload although it declares one. */
	default boolean takesNull() {
		return false;
	}

	/** The schedules that annotations of its class or method declare. */
	default List<JobSchedule> schedules() {
		return List.of();
	}

	/**
	 * The unique key of a job with a payload.
	 * @return the key, {@code null} if the task declares none
	 * @throws io.jobqueue.InvalidJobException if the key cannot be computed
	 */
	default @Nullable String uniqueKey(@Nullable Object payload) {
		return null;
	}

	/** Where it is declared, for messages: the bean and its class or method. */
	String source();

	/**
	 * Run an attempt.
	 * @return what the handler returned
	 * @throws Exception what the handler threw, unwrapped
	 */
	@Nullable Object invoke(@Nullable Object payload, JobContext job) throws Exception;

	/** Call {@code onFailure}, because the job has ended as a dead letter. */
	void onFailure(@Nullable Object payload, JobFailure failure) throws Exception;

	/**
	 * Whether to retry an error: the answer of the handler's own {@code shouldRetry} if
	 * it has one, else that of the policy.
	 */
	boolean shouldRetry(@Nullable Object payload, Throwable error);

}
