package io.jobqueue.dashboard.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains how to protect the dashboard. */
final class UnprotectedDashboardFailureAnalyzer extends AbstractFailureAnalyzer<UnprotectedDashboardException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnprotectedDashboardException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", """
				One of these helps:
				  - Add the dependency org.springframework.boot:spring-boot-starter-security, and give users the \
				authority JOBQUEUE_VIEW, JOBQUEUE_OPERATE or JOBQUEUE_ADMIN.
				  - Set jobqueue.dashboard.anonymous=view or jobqueue.dashboard.anonymous=operate, if anyone who \
				reaches the application may see or operate its jobs.""", cause);
	}

}
