package io.jobqueue.store.jdbc;

import javax.sql.DataSource;

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
 */
public record JdbcStoreOptions(String tablePrefix, boolean notifications, @Nullable DataSource listenerDataSource) {

	/** The prefix {@code jobqueue_}, notifications over a connection of the pool. */
	public static final JdbcStoreOptions DEFAULT = new JdbcStoreOptions(JdbcSchema.DEFAULT_PREFIX, true, null);

	public JdbcStoreOptions {
		TablePrefix.require(tablePrefix);
	}

	public JdbcStoreOptions withTablePrefix(String tablePrefix) {
		return new JdbcStoreOptions(tablePrefix, this.notifications, this.listenerDataSource);
	}

	public JdbcStoreOptions withNotifications(boolean notifications) {
		return new JdbcStoreOptions(this.tablePrefix, notifications, this.listenerDataSource);
	}

	public JdbcStoreOptions withListenerDataSource(@Nullable DataSource listenerDataSource) {
		return new JdbcStoreOptions(this.tablePrefix, this.notifications, listenerDataSource);
	}

}
