package io.jobqueue.autoconfigure.task;

import io.jobqueue.InvalidTaskException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzes an invalid declaration of a task. */
final class InvalidTaskFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTaskException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTaskException cause) {
		return new FailureAnalysis(
				"A jobqueue task is declared in a way that cannot work:\n\n    " + cause.getMessage(),
				"Correct the declaration of the task, or what it refers to.", cause);
	}

}
