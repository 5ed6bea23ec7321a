package io.jobqueue.autoconfigure.outbox;

import java.time.InstantSource;

import javax.sql.DataSource;

import io.jobqueue.autoconfigure.JobQueueDataSource;
import io.jobqueue.autoconfigure.MemoryStoreAutoConfiguration;
import io.jobqueue.autoconfigure.dispatch.DispatchSettings;
import io.jobqueue.autoconfigure.dispatch.DispatchTarget;
import io.jobqueue.autoconfigure.dispatch.JobQueueDispatchAutoConfiguration;
import io.jobqueue.autoconfigure.jdbc.H2Files;
import io.jobqueue.autoconfigure.jdbc.JdbcSettings;
import io.jobqueue.autoconfigure.jdbc.JobDataSource;
import io.jobqueue.autoconfigure.jdbc.JobQueueSchemaInitializer;
import io.jobqueue.autoconfigure.jdbc.OnDataSource;
import io.jobqueue.autoconfigure.jdbc.OnSchemaInitialization;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.redis.RedisStoreAutoConfiguration;
import io.jobqueue.autoconfigure.worker.WorkerIdentities;
import io.jobqueue.event.JobEvents;
import io.jobqueue.outbox.OutboxBackend;
import io.jobqueue.outbox.OutboxOptions;
import io.jobqueue.outbox.OutboxRelay;
import io.jobqueue.store.StoreBackend;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The outbox for a store that is not a database. The relay also runs without a worker,
 * because the workers may be other applications without this database.
 */
@AutoConfiguration(after = { RedisStoreAutoConfiguration.class, MemoryStoreAutoConfiguration.class },
		before = JobQueueDispatchAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class,
		DatabaseInitializationDependencyConfigurer.class })
@ConditionalOnBooleanProperty("jobqueue.dispatch.outbox")
@Conditional(OnDataSource.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class OutboxAutoConfiguration {

	OutboxAutoConfiguration(JobQueueProperties properties) {
		DispatchSettings.checkOutbox(properties);
	}

	@Bean
	@Conditional(OnSchemaInitialization.class)
	JobQueueSchemaInitializer jobqueueOutboxSchemaInitializer(@JobQueueDataSource ObjectProvider<DataSource> own,
			ObjectProvider<DataSource> primary, ConfigurableListableBeanFactory beans, JobQueueProperties properties) {
		return new JobQueueSchemaInitializer(JobDataSource.of(own, primary, beans), OutboxBackend.SCHEMA,
				JdbcSettings.mode(properties.jdbc()), properties.jdbc().tablePrefix());
	}

	@Bean
	OutboxOptions jobqueueOutboxOptions(JobQueueProperties properties) {
		return new OutboxOptions(properties.jdbc().tablePrefix(),
				() -> WorkerIdentities.of(properties.worker().id(), InstantSource.system()).id(),
				properties.worker().pollInterval());
	}

	@Bean
	@DependsOnDatabaseInitialization
	OutboxRelay jobqueueOutboxRelay(StoreBackend store, @JobQueueDataSource ObjectProvider<DataSource> own,
			ObjectProvider<DataSource> primary, ConfigurableListableBeanFactory beans, OutboxOptions options,
			JobEvents events) {
		return new OutboxRelay(store, JobDataSource.of(own, primary, beans), options, events);
	}

	@Bean
	DispatchTarget jobqueueDispatchTarget(StoreBackend store, @JobQueueDataSource ObjectProvider<DataSource> own,
			ObjectProvider<DataSource> primary, ConfigurableListableBeanFactory beans, OutboxOptions options,
			OutboxRelay relay) {
		DataSource dataSource = JobDataSource.of(own, primary, beans);
		OutboxBackend outbox = new OutboxBackend(store, dataSource, options, relay);
		outbox.check();
		H2Files.check(dataSource);
		return new DispatchTarget(outbox);
	}

}
