package io.jobqueue.autoconfigure.jdbc;

import io.jobqueue.store.jdbc.schema.MissingSchemaException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains how to create the tables. */
final class MissingSchemaFailureAnalyzer extends AbstractFailureAnalyzer<MissingSchemaException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingSchemaException cause) {
		return new FailureAnalysis("The tables of jobqueue cannot be used:\n\n    " + cause.getMessage(), """
				One of these helps:
				  - Set jobqueue.jdbc.initialize-schema=always: the tables are made at start where they are missing. \
				By default that happens in an embedded database only.
				  - With Flyway or Liquibase, copy the script into a migration. It is on the class path: %s
				  - If the tables have other names, set jobqueue.jdbc.table-prefix to what they begin with."""
			.formatted(cause.scriptLocation()), cause);
	}

}
