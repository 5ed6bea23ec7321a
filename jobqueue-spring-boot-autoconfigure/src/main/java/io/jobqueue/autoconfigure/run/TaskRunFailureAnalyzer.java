package io.jobqueue.autoconfigure.run;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints the error of the task instead of the stack trace of the application. */
final class TaskRunFailureAnalyzer extends AbstractFailureAnalyzer<TaskRunFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TaskRunFailedException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
	}

}
