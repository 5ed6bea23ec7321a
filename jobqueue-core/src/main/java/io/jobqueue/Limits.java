package io.jobqueue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The bounds of the values in a request: what every store can hold.
 */
final class Limits {

	private static final int MAX_PRIORITY = 100;

	/** A hundred years: times from now on fit any store, and nanoseconds fit a long. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

	private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

	private static final int SHOWN = 40;

	private static final int MAX_UNIQUE_KEY = 200;

	private static final int MAX_FLOW_NAME = 200;

	private Limits() {
	}

	/**
	 * Check a delay.
	 * @param what what the delay is of, at the beginning of the message
	 * @return the delay, rounded up to a millisecond
	 */
	static Duration requireDelay(String what, @Nullable Duration delay) {
		Duration given = requirePresent("A delay", delay);
		if (given.isNegative()) {
			throw new InvalidJobException("%s must not be negative, but was %s: use zero to run it immediately"
				.formatted(what, DurationText.of(given)));
		}
		if (given.compareTo(LONGEST) > 0) {
			throw new InvalidJobException(
					"%s is at most %s, but was %s".formatted(what, DurationText.of(LONGEST), DurationText.of(given)));
		}
		Duration millis = Duration.ofMillis(given.toMillis());
		return millis.equals(given) ? given : millis.plusMillis(1);
	}

	static void requireMaxRetries(int maxRetries) {
		if (maxRetries < 0) {
			throw new InvalidJobException("'maxRetries' must not be negative, but was " + maxRetries);
		}
	}

	static void requirePriority(int priority) {
		if (Math.abs((long) priority) > MAX_PRIORITY) {
			throw new InvalidJobException("A priority is from -100 to 100, but was " + priority);
		}
	}

	/**
	 * Check a timeout.
	 * @return the timeout without parts of a millisecond
	 */
	static Duration requireTimeout(@Nullable Duration timeout) {
		Duration given = requirePresent("A timeout", timeout);
		if (given.isNegative() || given.isZero()) {
			throw new InvalidJobException("A timeout must be positive, but was " + DurationText.of(given));
		}
		if (given.compareTo(SHORTEST) < 0 || given.compareTo(LONGEST) > 0) {
			throw new InvalidJobException("A timeout is from %s to %s, but was %s".formatted(DurationText.of(SHORTEST),
					DurationText.of(LONGEST), DurationText.of(given)));
		}
		return Duration.ofMillis(given.toMillis());
	}

	static Instant requireTime(@Nullable Instant time) {
		Instant given = requirePresent("The time of a job", time);
		if (given.isBefore(FIRST) || given.isAfter(LAST)) {
			throw new InvalidJobException(
					"The time of a job is from %s to %s, but was %s; leave it out for a job that is due now"
						.formatted(FIRST, LAST, given));
		}
		return given;
	}

	/**
	 * Check that every store can hold a text and gives it back as it is.
	 * @param what what the text is, for the message
	 */
	static String requireText(String what, @Nullable String text) {
		String given = requirePresent(what, text);
		OptionalInt refused = refused(given);
		if (refused.isPresent()) {
			int at = refused.getAsInt();
			throw new InvalidJobException("%s has %s at index %d, which no store can hold; it begins '%s'"
				.formatted(what, (given.charAt(at) == '\0') ? "a NUL" : "an unpaired surrogate", at, shown(given, at)));
		}
		return given;
	}

	/** Check a unique key. */
	static String requireUniqueKey(@Nullable String key) {
		String given = requireText("A unique key", key);
		int length = given.getBytes(StandardCharsets.UTF_8).length;
		if (given.isEmpty() || length > MAX_UNIQUE_KEY) {
			throw new InvalidJobException(
					"A unique key has 1 to %d bytes of UTF-8, but '%s' has %d: use a hash of what is longer".formatted(
							MAX_UNIQUE_KEY, (given.length() > SHOWN) ? shown(given, SHOWN) + "…" : given, length));
		}
		requireNoControl("A unique key", given);
		return given;
	}

	private static void requireNoControl(String what, String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isISOControl(text.charAt(i))) {
				throw new InvalidJobException(
						"%s has no control characters, but this one has U+%04X at index %d; it begins '%s'"
							.formatted(what, (int) text.charAt(i), i, shown(text, i)));
			}
		}
	}

	/**
	 * Check the name of a flow, or the beginning of one.
	 * @param what what it is, for the message
	 */
	static String requireFlowName(String what, @Nullable String name) {
		String given = requireText(what, name);
		if (given.isBlank() || given.length() > MAX_FLOW_NAME) {
			throw new InvalidJobException("%s has 1 to %d characters, not only spaces, but '%s' has %d: shorten it"
				.formatted(what, MAX_FLOW_NAME, (given.length() > SHOWN) ? shown(given, SHOWN) + "…" : given,
						given.length()));
		}
		requireNoControl(what, given);
		return given;
	}

	/**
	 * Check a time of a unique key.
	 * @return the time, rounded up to a millisecond
	 */
	static Duration requireUniqueTime(String what, @Nullable Duration time) {
		Duration given = requirePresent(what, time);
		if (given.isNegative() || given.isZero() || given.compareTo(LONGEST) > 0) {
			throw new InvalidJobException("%s is positive and at most %s, but was %s".formatted(what,
					DurationText.of(LONGEST), DurationText.of(given)));
		}
		return requireDelay(what, given);
	}

	/** Check that no status of a query is missing. */
	static <T> Set<T> requireStatuses(@Nullable T @Nullable [] statuses) {
		return requireStatuses(Arrays.asList(requirePresent("The statuses of a query", statuses)));
	}

	static <T> Set<T> requireStatuses(@Nullable Collection<? extends @Nullable T> statuses) {
		Set<T> present = new HashSet<>();
		requirePresent("The statuses of a query", statuses)
			.forEach((status) -> present.add(requirePresent("A status of a query", status)));
		return Set.copyOf(present);
	}

	static <T> T requirePresent(String what, @Nullable T value) {
		if (value == null) {
			throw new InvalidJobException(what + " must not be null");
		}
		return value;
	}

	private static String shown(String text, int before) {
		return text.substring(0, Math.min(before, SHOWN));
	}

	/** The index of the first character that cannot be stored. */
	private static OptionalInt refused(String text) {
		for (int i = 0; i < text.length(); i++) {
			char next = text.charAt(i);
			if (next != '\0' && next < Character.MIN_SURROGATE) {
				continue;
			}
			if (next == '\0' || (Character.isSurrogate(next) && text.codePointAt(i) == next)) {
				return OptionalInt.of(i);
			}
			i += Character.isSurrogate(next) ? 1 : 0;
		}
		return OptionalInt.empty();
	}

}
