package io.jobqueue.autoconfigure;

import io.jobqueue.JobQueueException;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;

/**
 * There are several DataSources, and none of them is marked as the one for jobs.
 */
final class AmbiguousDataSourceException extends JobQueueException {

	AmbiguousDataSourceException(NoUniqueBeanDefinitionException cause) {
		super("jobqueue needs one DataSource, but there are %s and none of them is primary"
			.formatted(cause.getBeanNamesFound()), cause);
	}

}
