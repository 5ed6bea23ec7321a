package io.jobqueue.store.error;

import io.jobqueue.JobQueueException;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be reached, does not answer in time, or cannot execute a call at the
 * moment. The same call may succeed later. Whether this call had an effect is unknown,
 * unless {@link #hadNoEffect()} is {@code true}.
 */
public class StoreUnavailableException extends JobQueueException {

	private final boolean noEffect;

	/**
	 * For a call whose effect is unknown.
	 * @param message what could not be done and why, without data of jobs
	 * @param cause the error of the driver, without data of jobs
	 */
	public StoreUnavailableException(String message, @Nullable Throwable cause) {
		this(message, cause, false);
	}

	/**
	 * For any call.
	 * @param message what could not be done and why, without data of jobs
	 * @param cause the error of the driver, without data of jobs
	 * @param noEffect whether it is certain that the call changed nothing
	 */
	public StoreUnavailableException(String message, @Nullable Throwable cause, boolean noEffect) {
		super(message, cause);
		this.noEffect = noEffect;
	}

	/**
	 * Whether it is certain that the call changed nothing: there was no connection, the
	 * store refused the call, or its transaction was not committed.
	 */
	public final boolean hadNoEffect() {
		return this.noEffect;
	}

}
