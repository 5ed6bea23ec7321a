package io.jobqueue;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in the form of annotations and properties: {@code 500ms}, {@code 30s},
 * {@code 10m}, {@code 2h}, {@code 1d}. Messages use the same form, so that what a message
 * quotes or proposes can be written as a value.
 */
public final class DurationText {

	private static final Pattern SIMPLE = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

	private static final Map<String, ChronoUnit> UNITS = Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m",
			ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

	private static final long MINUTE = 60;

	private static final long HOUR = 60 * MINUTE;

	private static final long DAY = 24 * HOUR;

	private static final long BILLION = 1_000_000_000;

	private static final long LONGEST_IN_NANOS = Long.MAX_VALUE / BILLION;

	private DurationText() {
	}

	/**
	 * Read a duration.
	 * @param text a whole number with a unit, or ISO-8601
	 * @return the duration, empty if the text is not a duration
	 */
	public static Optional<Duration> parse(String text) {
		Matcher simple = SIMPLE.matcher(text);
		try {
			if (simple.matches()) {
				ChronoUnit unit = UNITS.getOrDefault(simple.group(2), ChronoUnit.SECONDS);
				return Optional.of(Duration.of(Long.parseLong(simple.group(1)), unit));
			}
			return Optional.of(Duration.parse(text));
		}
		catch (DateTimeException | ArithmeticException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Write a duration exactly, as a whole number of the largest unit that allows it. Of
	 * more than 292 years only the seconds are written.
	 * @param duration any duration
	 * @return such as {@code 90s}, {@code 5m} or {@code 1500ms}; {@code us} and
	 * {@code ns} where milliseconds are not exact
	 */
	public static String of(Duration duration) {
		long seconds = duration.getSeconds();
		int nanos = duration.getNano();
		if (nanos != 0) {
			return fraction(seconds, nanos);
		}
		if (seconds == 0) {
			return "0s";
		}
		if (seconds % DAY == 0) {
			return seconds / DAY + "d";
		}
		if (seconds % HOUR == 0) {
			return seconds / HOUR + "h";
		}
		return (seconds % MINUTE == 0) ? seconds / MINUTE + "m" : seconds + "s";
	}

	/**
	 * Write a measured or random duration without needless digits: in whole seconds from
	 * 10 seconds on, else in whole milliseconds.
	 * @param duration a duration that is not negative
	 * @return such as {@code 83s}, {@code 2m} or {@code 1204ms}
	 */
	public static String ofMeasured(Duration duration) {
		return of(duration.truncatedTo((duration.getSeconds() >= 10) ? ChronoUnit.SECONDS : ChronoUnit.MILLIS));
	}

	private static String fraction(long seconds, int nanos) {
		if (seconds <= -LONGEST_IN_NANOS || seconds >= LONGEST_IN_NANOS) {
			return of(Duration.ofSeconds(seconds));
		}
		long all = seconds * BILLION + nanos;
		if (all % 1_000_000 == 0) {
			return all / 1_000_000 + "ms";
		}
		return (all % 1000 == 0) ? all / 1000 + "us" : all + "ns";
	}

}
