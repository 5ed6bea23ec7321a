package io.jobqueue.store;

import org.jspecify.annotations.Nullable;

/**
 * The store has no room for more jobs. Claims and finishes still work, so it drains.
 */
public class StoreFullException extends StoreUnavailableException {

	public StoreFullException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
