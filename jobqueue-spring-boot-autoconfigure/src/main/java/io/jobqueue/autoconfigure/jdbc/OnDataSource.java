package io.jobqueue.autoconfigure.jdbc;

import javax.sql.DataSource;

import io.jobqueue.autoconfigure.JobQueueDataSource;
import io.jobqueue.autoconfigure.bean.OnBeanOfType;

/**
 * Matches if there is a DataSource, with or without {@link JobQueueDataSource}.
 */
public final class OnDataSource extends OnBeanOfType {

	@Override
	protected Class<?> type() {
		return DataSource.class;
	}

}
