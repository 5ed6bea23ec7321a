package io.jobqueue.autoconfigure.logs;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to go on without Logback. */
final class LogCaptureFailureAnalyzer extends AbstractFailureAnalyzer<LogCaptureException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LogCaptureException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Use 'spring-boot-starter-logging', which brings Logback, or set this to 'off' and write lines by JobContext.log.",
				cause);
	}

}
