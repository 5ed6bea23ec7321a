package io.jobqueue.autoconfigure.jdbc;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains what to do if the database does not reply. */
final class DatabaseUnusableFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseUnusableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DatabaseUnusableException cause) {
		return new FailureAnalysis("jobqueue keeps its jobs in a database. " + cause.getMessage(), """
				One of these helps:
				  - Start the database, and check spring.datasource.url and its credentials. \
				Connection details that are a bean, such as those of @ServiceConnection, come before these properties.
				  - If jobs have a DataSource of their own (@JobQueueDataSource), check that one.
				  - For a trial without a database, set jobqueue.store=memory: jobs then end with the application.""",
				cause);
	}

}
