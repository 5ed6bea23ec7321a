package io.jobqueue;

import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The names that jobqueue accepts, checked where they appear.
 */
public final class Names {

	private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

	private static final Pattern TASK = Pattern.compile("[A-Za-z0-9._-]{1,200}");

	private static final Pattern SCHEDULE = Pattern.compile("[A-Za-z0-9._-]{1,200}");

	/** In an address, these are not names but the way to another page. */
	private static final Set<String> REFUSED = Set.of(".", "..");

	/** More than the longest name that is accepted. */
	private static final int SHOWN = 250;

	private Names() {
	}

	/**
	 * Check the name of a queue.
	 * @return the name
	 * @throws InvalidJobException if it does not match {@code [A-Za-z0-9._-]{1,100}}, or
	 * is {@code .} or {@code ..}
	 */
	public static String requireQueue(String name) {
		return require("queue", name, QUEUE);
	}

	/**
	 * Check the name of a task.
	 * @return the name
	 * @throws InvalidJobException if it does not match {@code [A-Za-z0-9._-]{1,200}}, or
	 * is {@code .} or {@code ..}
	 */
	public static String requireTask(String name) {
		return require("task", name, TASK);
	}

	/**
	 * Check the name of a schedule.
	 * @return the name
	 * @throws InvalidJobException if it does not match {@code [A-Za-z0-9._-]{1,200}}, or
	 * is {@code .} or {@code ..}
	 */
	public static String requireSchedule(String name) {
		return require("schedule", name, SCHEDULE);
	}

	/**
	 * Check the name of a raw queue.
	 * @return the name
	 * @throws InvalidJobException if it does not match {@code [A-Za-z0-9._-]{1,100}}, or
	 * is {@code .} or {@code ..}
	 */
	public static String requireRawQueue(String name) {
		return require("raw queue", name, QUEUE);
	}

	private static String require(String kind, @Nullable String name, Pattern pattern) {
		if (name == null) {
			throw new InvalidJobException("The name of a %s must not be null".formatted(kind));
		}
		if (REFUSED.contains(name)) {
			throw new InvalidJobException(
					"'%s' is no name for a %s: use at least one letter, digit, '_' or '-'".formatted(name, kind));
		}
		if (!pattern.matcher(name).matches()) {
			throw new InvalidJobException("'%s' is no name for a %s: use letters, digits, '.', '_' and '-', %s"
				.formatted(shown(name), kind, pattern.pattern().replaceFirst(".*\\{1,(\\d+)}", "at most $1 of them")));
		}
		return name;
	}

	private static String shown(String name) {
		return (name.length() <= SHOWN) ? name : name.substring(0, SHOWN) + "…";
	}

}
