package io.jobqueue.autoconfigure.jdbc;

import javax.sql.DataSource;

import io.jobqueue.autoconfigure.JobQueueDataSource;
import io.jobqueue.autoconfigure.bean.QualifiedBeanSelector;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/** Selects the DataSource for jobs. */
public final class JobDataSource {

	private static final QualifiedBeanSelector<DataSource> BEAN = new QualifiedBeanSelector<>(DataSource.class,
			JobQueueDataSource.class);

	private JobDataSource() {
	}

	/** Return the marked DataSource, else the primary one. */
	public static DataSource of(ObjectProvider<DataSource> own, ObjectProvider<DataSource> primary,
			ConfigurableListableBeanFactory beans) {
		return BEAN.of(own, primary, beans);
	}

	/** Return the maximum size of its pool, {@code null} if it is unknown. */
	static @Nullable Integer poolSize(DataSource dataSource, ObjectProvider<DataSourcePoolMetadataProvider> pools) {
		DataSourcePoolMetadata pool = new CompositeDataSourcePoolMetadataProvider(pools.orderedStream().toList())
			.getDataSourcePoolMetadata(dataSource);
		Integer most = (pool != null) ? pool.getMax() : null;
		// The size of an unbounded pool is -1 or 0.
		return (most != null && most > 0) ? most : null;
	}

}
