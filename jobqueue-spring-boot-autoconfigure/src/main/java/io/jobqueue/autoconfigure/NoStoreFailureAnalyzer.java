package io.jobqueue.autoconfigure;

import io.jobqueue.autoconfigure.properties.JobQueueProperties.StoreType;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains how to provide the back end of a store. */
final class NoStoreFailureAnalyzer extends AbstractFailureAnalyzer<NoStoreException> {

	private static final String REDIS = "  - Add the dependency org.springframework.boot:spring-boot-starter-data-redis "
			+ "(jobqueue-spring-boot-starter brings it) and let Spring Boot configure Redis, or define a "
			+ "RedisConnectionFactory bean.\n"
			+ "  - For jobs in a database, set jobqueue.store=jdbc (jobqueue-spring-boot-starter-jdbc brings what it needs).";

	private static final String DATABASE = "  - Add the dependency org.springframework.boot:spring-boot-starter-jdbc "
			+ "(jobqueue-spring-boot-starter-jdbc brings it) and a driver, and set spring.datasource.url, or define a DataSource bean.";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoStoreException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				One of these helps:
				%s
				  - Define a bean of type io.jobqueue.store.StoreBackend of your own.
				  - For a trial, set jobqueue.store=memory: jobs then end with the application."""
			.formatted((cause.store() == StoreType.JDBC) ? DATABASE : REDIS), cause);
	}

}
