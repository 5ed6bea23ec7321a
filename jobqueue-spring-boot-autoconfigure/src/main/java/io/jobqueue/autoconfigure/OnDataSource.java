package io.jobqueue.autoconfigure;

import javax.sql.DataSource;

/**
 * There is a DataSource, marked with {@link JobQueueDataSource} or not.
 */
final class OnDataSource extends OnBeanOfType {

	@Override
	Class<?> type() {
		return DataSource.class;
	}

}
