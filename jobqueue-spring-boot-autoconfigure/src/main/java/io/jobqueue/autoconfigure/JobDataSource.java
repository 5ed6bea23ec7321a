package io.jobqueue.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Which DataSource is that of jobs.
 */
final class JobDataSource {

	private JobDataSource() {
	}

	/** The marked one, or else the primary one. */
	static DataSource of(ObjectProvider<DataSource> own, ObjectProvider<DataSource> primary) {
		try {
			return own.getIfAvailable(primary::getObject);
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new AmbiguousDataSourceException(ex);
		}
	}

}
