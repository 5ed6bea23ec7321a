package io.jobqueue.task.settings;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidTaskException;
import io.jobqueue.retry.RetryPolicy;

/**
 * The values of one annotation, with resolved placeholders. Every error names the place.
 */
public record AnnotationValues(String source, UnaryOperator<String> placeholders) {

	public String text(String attribute, String value) {
		try {
			return this.placeholders.apply(value).trim();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTaskException("%s: '%s' is '%s', which has a placeholder that cannot be resolved: %s"
				.formatted(this.source, attribute, value, ex.getMessage()), ex);
		}
	}

	/** A name, or the default if it is empty. */
	String name(String attribute, String value, String otherwise, UnaryOperator<String> check) {
		String text = text(attribute, value);
		try {
			return check.apply(text.isEmpty() ? otherwise : text);
		}
		catch (InvalidJobException ex) {
			String wayOut = text.isEmpty() ? ". It comes from the class; give another one by @JobTask(name = …)" : "";
			throw new InvalidTaskException(
					"%s: '%s' cannot be used: %s%s".formatted(this.source, attribute, ex.getMessage(), wayOut), ex);
		}
	}

	Duration duration(String attribute, String value, Duration otherwise) {
		String text = text(attribute, value);
		if (text.isEmpty()) {
			return otherwise;
		}
		return DurationText.parse(text)
			.filter((duration) -> !duration.isNegative() && duration.compareTo(RetryPolicy.LONGEST_DELAY) <= 0)
			.orElseThrow(
					() -> invalid(attribute, text, "use a duration such as 500ms, 30s, 10m, 2h or 1d, at most 36500d"));
	}

	/** A number within limits, or the default if it is -1. */
	double number(String attribute, double value, double otherwise, double least, double most) {
		if (value == -1) {
			return otherwise;
		}
		if (!(value >= least && value <= most)) {
			String range = (most == Double.MAX_VALUE) ? "%s or more" : "from %s to %s";
			throw invalid(attribute, value, "use " + range.formatted(least, most) + ", or -1 for the default");
		}
		return value;
	}

	InvalidTaskException invalid(String attribute, Object value, String wayOut) {
		return new InvalidTaskException("%s: '%s' cannot be '%s'; %s".formatted(this.source, attribute, value, wayOut));
	}

}
