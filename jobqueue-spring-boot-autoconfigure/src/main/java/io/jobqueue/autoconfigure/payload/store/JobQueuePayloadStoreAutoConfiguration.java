package io.jobqueue.autoconfigure.payload.store;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;

import javax.sql.DataSource;

import io.jobqueue.PayloadStore;
import io.jobqueue.autoconfigure.JobQueueAutoConfiguration;
import io.jobqueue.autoconfigure.JobQueueDataSource;
import io.jobqueue.autoconfigure.jdbc.H2Files;
import io.jobqueue.autoconfigure.jdbc.JdbcSettings;
import io.jobqueue.autoconfigure.jdbc.JobDataSource;
import io.jobqueue.autoconfigure.jdbc.JobQueueSchemaInitializer;
import io.jobqueue.autoconfigure.jdbc.OnDataSource;
import io.jobqueue.autoconfigure.jdbc.OnSchemaInitialization;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.payload.FilePayloadStore;
import io.jobqueue.payload.JdbcPayloadStore;
import io.jobqueue.payload.StoredPayloads;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** The store of large payloads. */
@AutoConfiguration(after = JobQueueAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
public final class JobQueuePayloadStoreAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(PayloadStore.class)
	@ConditionalOnProperty(name = "jobqueue.payload.store.type", havingValue = "file")
	FilePayloadStore jobqueueFilePayloadStore(JobQueueProperties properties) {
		String directory = properties.payload().store().directory();
		if (directory == null || directory.isBlank()) {
			throw invalid(directory, "must be set with jobqueue.payload.store.type=file");
		}
		try {
			return new FilePayloadStore(Path.of(directory, PayloadStoreSettings.namespace(properties)),
					InstantSource.system());
		}
		catch (UncheckedIOException ex) {
			throw invalid(directory,
					"must be a directory that this application may write (%s)".formatted(ex.getMessage()));
		}
	}

	private static RuntimeException invalid(@Nullable String directory, String rule) {
		return PropertyChecks.invalid("jobqueue.payload.store.directory", directory, rule);
	}

	@Bean
	StoredPayloads jobqueueStoredPayloads(JobQueueProperties properties, ObjectProvider<PayloadStore> store) {
		return PayloadStoreSettings.payloads(properties, store.getIfAvailable());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class,
			DatabaseInitializationDependencyConfigurer.class })
	@ConditionalOnProperty(name = "jobqueue.payload.store.type", havingValue = "jdbc")
	@Conditional(OnDataSource.class)
	@ConditionalOnMissingBean(PayloadStore.class)
	@Import(DatabaseInitializationDependencyConfigurer.class)
	static class JdbcConfiguration {

		@Bean
		@Conditional(OnSchemaInitialization.class)
		JobQueueSchemaInitializer jobqueuePayloadSchemaInitializer(@JobQueueDataSource ObjectProvider<DataSource> own,
				ObjectProvider<DataSource> primary, ConfigurableListableBeanFactory beans,
				JobQueueProperties properties) {
			return new JobQueueSchemaInitializer(JobDataSource.of(own, primary, beans), JdbcPayloadStore.SCHEMA,
					JdbcSettings.mode(properties.jdbc()), properties.jdbc().tablePrefix());
		}

		@Bean
		@DependsOnDatabaseInitialization
		JdbcPayloadStore jobqueueJdbcPayloadStore(@JobQueueDataSource ObjectProvider<DataSource> own,
				ObjectProvider<DataSource> primary, ConfigurableListableBeanFactory beans,
				JobQueueProperties properties) {
			DataSource dataSource = JobDataSource.of(own, primary, beans);
			H2Files.check(dataSource);
			return new JdbcPayloadStore(dataSource, properties.jdbc().tablePrefix(),
					PayloadStoreSettings.namespace(properties));
		}

	}

}
