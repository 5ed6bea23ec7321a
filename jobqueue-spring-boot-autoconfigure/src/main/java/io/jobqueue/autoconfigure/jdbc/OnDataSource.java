package io.jobqueue.autoconfigure.jdbc;

import javax.sql.DataSource;

import io.jobqueue.autoconfigure.JobQueueDataSource;
import io.jobqueue.autoconfigure.bean.OnBeanOfType;

/**
 * There is a DataSource, marked with {@link JobQueueDataSource} or not.
 */
public final class OnDataSource extends OnBeanOfType {

	@Override
	protected Class<?> type() {
		return DataSource.class;
	}

}
