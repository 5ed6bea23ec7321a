package io.jobqueue.store;

import io.jobqueue.JobQueueException;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be reached, does not answer in time, or cannot do this for now. The
 * same call may succeed later. Whether this one had an effect is not known, unless
 * {@link #hadNoEffect()} says so.
 */
public class StoreUnavailableException extends JobQueueException {

	private final boolean noEffect;

	/**
	 * For a call of which it is not known whether it had an effect.
	 * @param message what could not be done and why, without data of jobs
	 * @param cause what the driver said, without data of jobs
	 */
	public StoreUnavailableException(String message, @Nullable Throwable cause) {
		this(message, cause, false);
	}

	/**
	 * For any call.
	 * @param message what could not be done and why, without data of jobs
	 * @param cause what the driver said, without data of jobs
	 * @param noEffect whether it is certain that the call changed nothing
	 */
	public StoreUnavailableException(String message, @Nullable Throwable cause, boolean noEffect) {
		super(message, cause);
		this.noEffect = noEffect;
	}

	/**
	 * Whether it is certain that the call changed nothing: no connection was there, the
	 * store refused the call, or its transaction did not come to a commit.
	 */
	public final boolean hadNoEffect() {
		return this.noEffect;
	}

}
