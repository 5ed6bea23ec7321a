package io.jobqueue.autoconfigure;

import io.jobqueue.store.error.NewerReleaseException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzes a store that a newer release has written. */
final class NewerReleaseFailureAnalyzer extends AbstractFailureAnalyzer<NewerReleaseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NewerReleaseException cause) {
		return new FailureAnalysis(
				"This release of jobqueue must not use the store:\n\n    " + cause.getMessage() + ".",
				"Update jobqueue in this application to the release that wrote the store, or a later one. "
						+ "Nothing was changed.",
				cause);
	}

}
