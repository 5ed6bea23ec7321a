package io.jobqueue.autoconfigure;

import io.jobqueue.InvalidJobException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzes a name, an option or a request that is invalid. */
final class InvalidJobFailureAnalyzer extends AbstractFailureAnalyzer<InvalidJobException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidJobException cause) {
		return new FailureAnalysis("jobqueue was given something that it cannot use:\n\n    " + cause.getMessage(),
				"Correct the value that the message quotes.", cause);
	}

}
