package io.jobqueue.dashboard.autoconfigure;

/** The dashboard is enabled, and nothing says who may use it. */
final class UnprotectedDashboardException extends RuntimeException {

	UnprotectedDashboardException(String path) {
		super("The dashboard is enabled at '%s', but Spring Security is not on the class path: anyone who reaches the application could use it"
			.formatted(path));
	}

}
