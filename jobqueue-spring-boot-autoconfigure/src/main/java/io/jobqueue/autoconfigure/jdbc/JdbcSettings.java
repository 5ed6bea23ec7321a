package io.jobqueue.autoconfigure.jdbc;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties.Jdbc;
import io.jobqueue.autoconfigure.properties.JobQueueProperties.StoreType;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.store.jdbc.access.JdbcStoreOptions;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/** Converts the keys under {@code jobqueue.jdbc} to options of the core. */
public final class JdbcSettings {

	private static final String DEFAULT_NAMESPACE = "jobqueue";

	private JdbcSettings() {
	}

	public static JdbcStoreOptions options(Jdbc jdbc) {
		return JdbcStoreOptions.DEFAULT.withTablePrefix(jdbc.tablePrefix()).withNotifications(jdbc.notifications());
	}

	public static DatabaseInitializationMode mode(Jdbc jdbc) {
		return DatabaseInitializationMode.valueOf(jdbc.initializeSchema().name());
	}

	/** Refuse keys that do not apply to a store in a database. */
	public static void check(JobQueueProperties properties) {
		if (properties.store() == StoreType.JDBC && !properties.namespace().equals(DEFAULT_NAMESPACE)) {
			throw PropertyChecks.invalid("jobqueue.namespace", properties.namespace(),
					"must not be set with jobqueue.store=jdbc",
					"A database has jobqueue.jdbc.table-prefix to separate applications. Remove jobqueue.namespace or, "
							+ "if other profiles need it, add its default jobqueue.namespace=" + DEFAULT_NAMESPACE
							+ " to the profile that has jobqueue.store=jdbc");
		}
	}

}
