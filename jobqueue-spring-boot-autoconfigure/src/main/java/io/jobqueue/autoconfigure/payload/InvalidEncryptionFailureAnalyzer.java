package io.jobqueue.autoconfigure.payload;

import io.jobqueue.InvalidEncryptionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzes an encryption that cannot work. */
final class InvalidEncryptionFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEncryptionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidEncryptionException cause) {
		return new FailureAnalysis("Payloads cannot be encrypted as it is configured:\n\n    " + cause.getMessage(),
				"Correct the properties under 'jobqueue.payload.encryption'.", cause);
	}

}
