package io.jobqueue;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of starts in any period of a length, such as {@code 100/1m}.
 *
 * @param count the maximum number, from 1 to 1,000,000
 * @param per the length of the period, in whole milliseconds from 1 ms to 1 day
 */
public record Rate(int count, Duration per) {

	private static final int MOST = 1_000_000;

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,9})\\s*/\\s*(\\S+)\\s*");

	/** The unit alone means one of it. */
	private static final Pattern UNIT = Pattern.compile("ms|s|m|h|d");

	/**
	 * Create a rate.
	 * @throws InvalidJobException if a value is out of bounds
	 */
	public Rate {
		if (count < 1 || count > MOST) {
			throw new InvalidJobException(
					"A rate allows from 1 to %d starts, but the number was %d".formatted(MOST, count));
		}
		Limits.requirePresent("The period of a rate", per);
		if (per.compareTo(SHORTEST) < 0 || per.compareTo(LONGEST) > 0
				|| !per.equals(Duration.ofMillis(per.toMillis()))) {
			throw new InvalidJobException(
					"The period of a rate is in whole milliseconds from 1ms to 1d, but was " + DurationText.of(per));
		}
	}

	/**
	 * Read a rate.
	 * @param text a number and a period, such as {@code 10/1s}, {@code 100/m}
	 * @throws InvalidJobException if the text is not a rate, or a value is out of bounds
	 */
	public static Rate of(String text) {
		Matcher matcher = TEXT.matcher(Limits.requirePresent("A rate", text));
		if (matcher.matches()) {
			String period = matcher.group(2);
			Optional<Duration> per = DurationText.parse(UNIT.matcher(period).matches() ? "1" + period : period);
			if (per.isPresent()) {
				return new Rate(Integer.parseInt(matcher.group(1)), per.get());
			}
		}
		throw new InvalidJobException("'%s' is no rate: use a number and a period, such as '10/1s' or '100/1m'"
			.formatted(text.substring(0, Math.min(text.length(), 40))));
	}

	/** Return the text that {@link #of} reads. */
	@Override
	public String toString() {
		return this.count + "/" + DurationText.of(this.per);
	}

}
