package io.jobqueue.serialization;

import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * The reason of a Jackson error, without the content of a payload, which must not be
 * logged.
 */
final class JacksonReason {

	private static final int STEPS = 8;

	private JacksonReason() {
	}

	/**
	 * The reason. Only messages about types and limits are used. Others quote the
	 * payload, and so do exceptions that are causes.
	 */
	static String of(JacksonException ex) {
		String reason = ex.getClass().getSimpleName();
		if (ex instanceof InvalidDefinitionException || ex instanceof StreamConstraintsException) {
			reason += ": " + ex.getOriginalMessage();
		}
		if (ex instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
			reason += ", expected " + mismatch.getTargetType().getTypeName();
		}
		if (ex.getCause() != null) {
			reason += ", caused by " + ex.getCause().getClass().getName();
		}
		if (ex.getLocation() != null && ex.getLocation().getLineNr() > 0) {
			reason += " (line %d, column %d)".formatted(ex.getLocation().getLineNr(), ex.getLocation().getColumnNr());
		}
		return reason;
	}

	/** The path in the value where the error occurred, empty if unknown. */
	static String path(JacksonException ex) {
		List<JacksonException.Reference> steps = ex.getPath();
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference step : steps.subList(0, Math.min(STEPS, steps.size()))) {
			if (step.getPropertyName() == null) {
				path.append('[').append(step.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
			}
		}
		return path.isEmpty() ? "" : " at '" + path + ((steps.size() > STEPS) ? "…" : "") + "'";
	}

}
