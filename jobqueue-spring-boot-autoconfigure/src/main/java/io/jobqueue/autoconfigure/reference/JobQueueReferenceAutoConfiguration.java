package io.jobqueue.autoconfigure.reference;

import io.jobqueue.JobReferenceResolver;
import io.jobqueue.autoconfigure.JobQueuePayloadMapperCustomizer;
import io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration;
import io.jobqueue.reference.JpaReferenceResolver;
import io.jobqueue.reference.ReferenceModule;
import io.jobqueue.task.TaskRegistry;

import jakarta.persistence.EntityManagerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/** References to entities, those of JPA among them. */
@AutoConfiguration(before = JobQueueTaskAutoConfiguration.class,
		afterName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
public final class JobQueueReferenceAutoConfiguration {

	@Bean
	JobQueuePayloadMapperCustomizer jobqueueReferenceMapper(ObjectProvider<JobReferenceResolver> resolvers) {
		return (builder) -> builder.addModule(new ReferenceModule(() -> resolvers.orderedStream().toList()));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ EntityManagerFactory.class, SharedEntityManagerCreator.class })
	@ConditionalOnSingleCandidate(EntityManagerFactory.class)
	static class JpaConfiguration {

		@Bean
		@ConditionalOnMissingBean
		JpaReferenceResolver jobqueueJpaReferences(EntityManagerFactory factory) {
			return new JpaReferenceResolver(factory);
		}

		@Bean
		EntityPayloadCheck jobqueueEntityPayloadCheck(ObjectProvider<TaskRegistry> tasks,
				EntityManagerFactory factory) {
			return new EntityPayloadCheck(tasks, factory);
		}

	}

}
