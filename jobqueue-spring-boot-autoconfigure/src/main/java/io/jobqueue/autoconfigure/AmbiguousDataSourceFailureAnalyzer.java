package io.jobqueue.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how to choose one of several DataSources.
 */
final class AmbiguousDataSourceFailureAnalyzer extends AbstractFailureAnalyzer<AmbiguousDataSourceException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AmbiguousDataSourceException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				One of these helps:
				  - Mark the DataSource whose transactions jobs are to join with @JobQueueDataSource, \
				beside @Bean.
				  - Mark one of them with @Primary.""", cause);
	}

}
