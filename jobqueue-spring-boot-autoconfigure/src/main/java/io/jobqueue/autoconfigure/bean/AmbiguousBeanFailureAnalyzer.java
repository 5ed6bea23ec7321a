package io.jobqueue.autoconfigure.bean;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains how to select one of several DataSources or connection factories. */
final class AmbiguousBeanFailureAnalyzer extends AbstractFailureAnalyzer<AmbiguousBeanException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AmbiguousBeanException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
