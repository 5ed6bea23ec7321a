package io.jobqueue.store;

import java.util.List;
import java.util.stream.Stream;

/**
 * One back end: the entry to the contract of a store, by role. An application that
 * declares a bean of this type replaces the configured store. Safe for use by many
 * threads; each method returns the same object, or an equal one, on each call.
 */
public interface StoreBackend {

	/** For dispatchers and the outbox. */
	JobIntake intake();

	/** For workers. */
	JobFeed feed();

	/** For operators. */
	JobActions actions();

	/** For explorers, metrics and tests. */
	JobQueries queries();

	/** For the maintenance duties of workers. */
	JobMaintenance maintenance();

	/** Wakes workers. */
	QueueSignal signal();

	/**
	 * An optional part of a back end. A capability that a store need not have is
	 * contained in an interface of its own.
	 * @param type the interface of the part
	 * @return the part
	 * @throws UnsupportedStorePartException if this store lacks it
	 */
	default <T> T part(Class<T> type) {
		return Stream.concat(parts().stream(), Stream.of(this))
			.filter(type::isInstance)
			.findFirst()
			.map(type::cast)
			.orElseThrow(() -> new UnsupportedStorePartException(this, type));
	}

	/**
	 * The objects that are optional parts of this back end, beside itself. Each may
	 * implement several interfaces.
	 */
	default List<?> parts() {
		return List.of();
	}

	/**
	 * Logs when the store becomes unavailable, and when it can be used again. All users
	 * of this back end share the object.
	 */
	default StoreOutage outage() {
		return new StoreOutage();
	}

	/**
	 * How many short jobs a worker should claim beyond its concurrency while a queue has
	 * a backlog, unless it is configured. The higher the fixed cost of a call, the more
	 * jobs it should claim.
	 */
	default int claimAhead() {
		return 100;
	}

}
