package io.jobqueue.store;

import io.jobqueue.JobQueueException;

/**
 * A store lacks an optional part that was asked for.
 */
public class UnsupportedStorePartException extends JobQueueException {

	private static final long serialVersionUID = 1L;

	public UnsupportedStorePartException(StoreBackend store, Class<?> part) {
		super("The store %s does not support %s. Choose another store by 'jobqueue.store', or do without it"
			.formatted(store.getClass().getSimpleName(), part.getSimpleName()));
	}

}
