package io.jobqueue.autoconfigure;

import java.util.Locale;

import io.jobqueue.JobQueueException;
import io.jobqueue.autoconfigure.properties.JobQueueProperties.StoreType;

/** Thrown if the configured store has no back end. */
final class NoStoreException extends JobQueueException {

	private final StoreType store;

	NoStoreException(StoreType store) {
		super("jobqueue.store is '%s', but there is no %s to reach it by".formatted(
				store.name().toLowerCase(Locale.ROOT),
				(store == StoreType.JDBC) ? "DataSource" : "RedisConnectionFactory"));
		this.store = store;
	}

	StoreType store() {
		return this.store;
	}

}
