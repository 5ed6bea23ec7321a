package io.jobqueue.autoconfigure.payload.store;

import io.jobqueue.PayloadStore;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.payload.UnusedPayloads;
import io.jobqueue.store.StoreBackend;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Deletes large payloads whose jobs do not exist, in applications that run jobs. */
@AutoConfiguration(after = JobQueuePayloadStoreAutoConfiguration.class)
@ConditionalOnBean(PayloadStore.class)
public final class JobQueuePayloadCollectionAutoConfiguration {

	@Bean
	UnusedPayloads jobqueueUnusedPayloads(PayloadStore payloads, StoreBackend store, JobQueueProperties properties) {
		return new UnusedPayloads(payloads, store, properties.payload().store().keepUnused());
	}

}
