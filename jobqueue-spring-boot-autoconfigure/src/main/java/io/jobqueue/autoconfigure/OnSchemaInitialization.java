package io.jobqueue.autoconfigure;

import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;

/**
 * Unless {@code jobqueue.jdbc.initialize-schema} is {@code never}.
 */
final class OnSchemaInitialization extends OnDatabaseInitializationCondition {

	OnSchemaInitialization() {
		super("jobqueue", "jobqueue.jdbc.initialize-schema");
	}

}
