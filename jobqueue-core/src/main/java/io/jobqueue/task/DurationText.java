package io.jobqueue.task;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in annotations: {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h},
 * {@code 1d} or ISO-8601.
 */
final class DurationText {

	private static final Pattern SIMPLE = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

	private static final Map<String, ChronoUnit> UNITS = Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m",
			ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

	private DurationText() {
	}

	/** The duration, empty if the text is none. */
	static Optional<Duration> parse(String text) {
		Matcher simple = SIMPLE.matcher(text);
		try {
			if (simple.matches()) {
				ChronoUnit unit = UNITS.getOrDefault(simple.group(2), ChronoUnit.SECONDS);
				return Optional.of(Duration.of(Long.parseLong(simple.group(1)), unit));
			}
			return Optional.of(Duration.parse(text));
		}
		catch (DateTimeParseException | ArithmeticException ex) {
			return Optional.empty();
		}
	}

}
