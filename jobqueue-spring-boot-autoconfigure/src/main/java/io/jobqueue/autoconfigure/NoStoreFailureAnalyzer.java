package io.jobqueue.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how to bring the store.
 */
final class NoStoreFailureAnalyzer extends AbstractFailureAnalyzer<NoStoreException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoStoreException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"""
						One of these helps:
						  - Add the dependency org.springframework.boot:spring-boot-starter-data-redis (jobqueue-spring-boot-starter \
						brings it) and let Spring Boot configure Redis, or define a RedisConnectionFactory bean.
						  - Define a bean of type io.jobqueue.store.StoreBackend of your own.
						  - For a trial without Redis, set jobqueue.store=memory: jobs then end with the application.""",
				cause);
	}

}
