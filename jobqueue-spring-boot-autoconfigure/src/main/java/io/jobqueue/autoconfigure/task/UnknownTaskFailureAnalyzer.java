package io.jobqueue.autoconfigure.task;

import io.jobqueue.UnknownTaskException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzes a dispatch during the start to an unknown task. */
final class UnknownTaskFailureAnalyzer extends AbstractFailureAnalyzer<UnknownTaskException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownTaskException cause) {
		return new FailureAnalysis("A job was dispatched to something that is no task:\n\n    " + cause.getMessage(),
				"Annotate the handler with @JobTask and make it a bean, or dispatch by the name of the task.", cause);
	}

}
