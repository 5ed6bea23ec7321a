package io.jobqueue.autoconfigure;

import java.time.InstantSource;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.memory.MemoryStoreBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * The store in memory, for tests and trials.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "jobqueue.store", havingValue = "memory")
public final class MemoryStoreAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(MemoryStoreAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean(StoreBackend.class)
	MemoryStoreBackend jobStore() {
		logger.info("Jobs are kept in memory: they end with this application and no other one sees them");
		return new MemoryStoreBackend(InstantSource.system());
	}

}
