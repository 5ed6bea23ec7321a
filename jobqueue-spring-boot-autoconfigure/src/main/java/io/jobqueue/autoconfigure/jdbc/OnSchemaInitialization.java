package io.jobqueue.autoconfigure.jdbc;

import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;

/** Matches unless {@code jobqueue.jdbc.initialize-schema} is {@code never}. */
public final class OnSchemaInitialization extends OnDatabaseInitializationCondition {

	OnSchemaInitialization() {
		super("jobqueue", "jobqueue.jdbc.initialize-schema");
	}

}
