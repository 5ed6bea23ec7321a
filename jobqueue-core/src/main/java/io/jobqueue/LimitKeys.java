package io.jobqueue;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The limit keys that jobqueue accepts, checked where they appear.
 */
public final class LimitKeys {

	/** The greatest number of limit keys of a job. */
	public static final int MOST = 2;

	private static final int MOST_BYTES = 200;

	private static final int SHOWN = 40;

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

	private LimitKeys() {
	}

	/**
	 * Check the name of a limit key.
	 * @return the name
	 * @throws InvalidJobException if it does not match {@code [A-Za-z0-9._-]{1,100}}
	 */
	public static String requireName(@Nullable String name) {
		if (name == null || !NAME.matcher(name).matches()) {
			throw new InvalidJobException(
					"'%s' is no name for a limit key: use letters, digits, '.', '_' and '-', at most 100 of them"
						.formatted(shown(name)));
		}
		return name;
	}

	/**
	 * Check the value of a limit key.
	 * @return the value
	 * @throws InvalidJobException if it is empty, has more than 200 bytes of UTF-8, a
	 * control character or an unpaired surrogate
	 */
	public static String requireValue(String name, @Nullable String value) {
		return require("value of limit key '%s'".formatted(name), value);
	}

	/**
	 * Check the key of a rate limiter, for which the rules of a value hold.
	 * @return the key
	 * @throws InvalidJobException as {@link #requireValue}
	 */
	public static String requireRateKey(@Nullable String key) {
		return require("key of a rate limiter", key);
	}

	private static String require(String what, @Nullable String value) {
		if (value == null || !isValue(value)) {
			throw new InvalidJobException(
					"The %s must have 1 to %d bytes of UTF-8 and no control character, but was '%s'".formatted(what,
							MOST_BYTES, shown(value)));
		}
		return value;
	}

	/** Return whether a text can be the value of a limit key. */
	public static boolean isValue(String value) {
		return !value.isEmpty() && value.length() <= MOST_BYTES && StandardCharsets.UTF_8.newEncoder().canEncode(value)
				&& value.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
				&& value.chars().noneMatch(Character::isISOControl);
	}

	static void requireFew(Collection<String> names) {
		if (names.size() > MOST) {
			throw new InvalidJobException(
					"A job has at most %d limit keys, but these are %s: leave out those that limit nothing"
						.formatted(MOST, new TreeSet<>(names)));
		}
	}

	private static @Nullable String shown(@Nullable String text) {
		return (text == null || text.length() <= SHOWN) ? text : text.substring(0, SHOWN) + "…";
	}

}
