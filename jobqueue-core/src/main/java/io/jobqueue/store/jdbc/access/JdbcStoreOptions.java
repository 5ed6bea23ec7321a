package io.jobqueue.store.jdbc.access;

import javax.sql.DataSource;

import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.jdbc.schema.TablePrefix;

import org.jspecify.annotations.Nullable;

/**
 * How the store uses its database. Immutable; made by {@link #DEFAULT} and the withers.
 *
 * @param tablePrefix what the names of all tables begin with: letters, digits and '_', at
 * most 40, after the name of their schema and '.' if it is not the default one. Stores
 * with different prefixes share nothing
 * @param notifications whether workers are woken by LISTEN and NOTIFY where the database
 * has them; without, they wake each other inside one JVM only, and poll
 * @param listenerDataSource where the connection that listens comes from, best one
 * outside the pool and not behind a pooler; {@code null} takes one out of the pool for as
 * long as a worker runs. Not asked by databases that have no notifications
 * @param poolSize the most connections that the DataSource gives at once, at least 1, or
 * {@code null} if that is not known; that of a HikariCP pool need not be given. From a
 * pool of fewer than 3 no connection is taken to listen: workers poll
 */
public record JdbcStoreOptions(String tablePrefix, boolean notifications, @Nullable DataSource listenerDataSource,
		@Nullable Integer poolSize) {

	/** The prefix {@code jobqueue_}, notifications over a connection of the pool. */
	public static final JdbcStoreOptions DEFAULT = new JdbcStoreOptions(JdbcSchema.DEFAULT_PREFIX, true, null, null);

	public JdbcStoreOptions {
		TablePrefix.require(tablePrefix);
		if (poolSize != null && poolSize < 1) {
			throw new IllegalArgumentException("'poolSize' must be at least 1, but was " + poolSize);
		}
	}

	public JdbcStoreOptions withTablePrefix(String tablePrefix) {
		return new JdbcStoreOptions(tablePrefix, this.notifications, this.listenerDataSource, this.poolSize);
	}

	public JdbcStoreOptions withNotifications(boolean notifications) {
		return new JdbcStoreOptions(this.tablePrefix, notifications, this.listenerDataSource, this.poolSize);
	}

	public JdbcStoreOptions withListenerDataSource(@Nullable DataSource listenerDataSource) {
		return new JdbcStoreOptions(this.tablePrefix, this.notifications, listenerDataSource, this.poolSize);
	}

	public JdbcStoreOptions withPoolSize(@Nullable Integer poolSize) {
		return new JdbcStoreOptions(this.tablePrefix, this.notifications, this.listenerDataSource, poolSize);
	}

}
