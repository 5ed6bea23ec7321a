package io.jobqueue.store.error;

import org.jspecify.annotations.Nullable;

/**
 * The store has no room for more jobs. Claims and finishes still work, so waiting jobs
 * are processed.
 */
public class StoreFullException extends StoreUnavailableException {

	public StoreFullException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * As {@link #StoreFullException(String, Throwable)}, where it may be certain that the
	 * call changed nothing.
	 */
	public StoreFullException(String message, @Nullable Throwable cause, boolean noEffect) {
		super(message, cause, noEffect);
	}

}
