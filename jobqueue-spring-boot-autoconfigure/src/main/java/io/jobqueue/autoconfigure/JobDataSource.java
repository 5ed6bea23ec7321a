package io.jobqueue.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Which DataSource is that of jobs.
 */
final class JobDataSource {

	private static final MarkedBean<DataSource> BEAN = new MarkedBean<>(DataSource.class, JobQueueDataSource.class);

	private JobDataSource() {
	}

	/** The marked one, or else the primary one. */
	static DataSource of(ObjectProvider<DataSource> own, ObjectProvider<DataSource> primary) {
		return BEAN.of(own, primary);
	}

}
