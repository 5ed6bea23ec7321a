package io.jobqueue.autoconfigure.jdbc;

import javax.sql.DataSource;

import io.jobqueue.autoconfigure.JobQueueDataSource;
import io.jobqueue.autoconfigure.bean.MarkedBean;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/**
 * Which DataSource is that of jobs.
 */
public final class JobDataSource {

	private static final MarkedBean<DataSource> BEAN = new MarkedBean<>(DataSource.class, JobQueueDataSource.class);

	private JobDataSource() {
	}

	/** The marked one, or else the primary one. */
	public static DataSource of(ObjectProvider<DataSource> own, ObjectProvider<DataSource> primary) {
		return BEAN.of(own, primary);
	}

	/** The most connections of its pool, {@code null} if that is not known. */
	static @Nullable Integer poolSize(DataSource dataSource, ObjectProvider<DataSourcePoolMetadataProvider> pools) {
		DataSourcePoolMetadata pool = new CompositeDataSourcePoolMetadataProvider(pools.orderedStream().toList())
			.getDataSourcePoolMetadata(dataSource);
		Integer most = (pool != null) ? pool.getMax() : null;
		// A pool without a bound says -1, or 0.
		return (most != null && most > 0) ? most : null;
	}

}
