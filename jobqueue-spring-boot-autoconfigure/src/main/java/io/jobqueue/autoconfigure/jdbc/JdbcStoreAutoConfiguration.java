package io.jobqueue.autoconfigure.jdbc;

import javax.sql.DataSource;

import io.jobqueue.autoconfigure.JobQueueDataSource;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.JdbcStoreBackend;
import io.jobqueue.store.jdbc.schema.JdbcSchema;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The store in a relational database. It uses the DataSource marked with
 * {@link JobQueueDataSource}, else the primary one.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration" })
@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class,
		DatabaseInitializationDependencyConfigurer.class })
@ConditionalOnProperty(name = "jobqueue.store", havingValue = "jdbc")
@Conditional(OnDataSource.class)
@ConditionalOnMissingBean(StoreBackend.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class JdbcStoreAutoConfiguration {

	JdbcStoreAutoConfiguration(JobQueueProperties properties) {
		JdbcSettings.check(properties);
	}

	@Bean
	@Conditional(OnSchemaInitialization.class)
	JobQueueSchemaInitializer jobqueueSchemaInitializer(@JobQueueDataSource ObjectProvider<DataSource> own,
			ObjectProvider<DataSource> primary, ConfigurableListableBeanFactory beans, JobQueueProperties properties) {
		return new JobQueueSchemaInitializer(JobDataSource.of(own, primary, beans), JdbcSchema.LOCATION,
				JdbcSettings.mode(properties.jdbc()), properties.jdbc().tablePrefix());
	}

	@Bean
	@DependsOnDatabaseInitialization
	JdbcStoreBackend jobStore(@JobQueueDataSource ObjectProvider<DataSource> own, ObjectProvider<DataSource> primary,
			ConfigurableListableBeanFactory beans, JobQueueProperties properties,
			ObjectProvider<DataSourcePoolMetadataProvider> pools) {
		DataSource dataSource = JobDataSource.of(own, primary, beans);
		return new JdbcStoreBackend(dataSource,
				JdbcSettings.options(properties.jdbc()).withPoolSize(JobDataSource.poolSize(dataSource, pools)));
	}

	@Bean
	@Lazy(false)
	JdbcStartCheck jobqueueJdbcStartCheck(@JobQueueDataSource ObjectProvider<DataSource> own,
			ObjectProvider<DataSource> primary, ConfigurableListableBeanFactory beans, JdbcStoreBackend store,
			JobQueueProperties properties) {
		return new JdbcStartCheck(JobDataSource.of(own, primary, beans), properties.jdbc().tablePrefix(), store);
	}

}
