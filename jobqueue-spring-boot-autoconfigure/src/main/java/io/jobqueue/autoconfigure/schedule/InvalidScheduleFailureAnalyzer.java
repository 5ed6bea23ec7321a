package io.jobqueue.autoconfigure.schedule;

import io.jobqueue.InvalidScheduleException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzes an invalid declaration of a schedule. */
final class InvalidScheduleFailureAnalyzer extends AbstractFailureAnalyzer<InvalidScheduleException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidScheduleException cause) {
		return new FailureAnalysis(
				"A jobqueue schedule is declared in a way that cannot work:\n\n    " + cause.getMessage(),
				"Correct the annotation or the properties of the schedule.", cause);
	}

}
