package io.jobqueue.autoconfigure.logs;

import io.jobqueue.JobQueueException;

/** Lines are to be captured, and the logging system does not support it. */
final class LogCaptureException extends JobQueueException {

	LogCaptureException(String source, String factory) {
		super("%s, but the lines of jobs are captured from Logback only, and SLF4J uses %s".formatted(source, factory));
	}

}
