package io.jobqueue.store.limit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import io.jobqueue.InvalidJobException;
import io.jobqueue.Names;

/**
 * The names of limits. The empty name is the queue as a whole; {@code task:send} is a
 * task; {@code tenant=acme} is one value of a limit key that all tasks of the queue
 * share, and {@code tenant} the class of all its values; {@code task:send:tenant=acme} is
 * a value of a key that a task limits for itself, of the class {@code task:send:tenant}.
 * A bound of a class applies to each of its values that has no bound of its own.
 */
public final class LimitName {

	/** The name of the queue as a whole. */
	public static final String QUEUE = "";

	private static final String TASK = "task:";

	private static final int MOST_BYTES = 200;

	private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,100}");

	private LimitName() {
	}

	/** The limit of a task. */
	public static String ofTask(String task) {
		return TASK + task;
	}

	/** The limit of one value of a key. */
	public static String ofValue(String key, String value) {
		return key + "=" + value;
	}

	/** The limit of all values of a key that a task limits for itself. */
	public static String ofTaskKey(String task, String key) {
		return TASK + task + ":" + key;
	}

	/** The class of a name; a name that is not of a value is its own class. */
	public static String classOf(String name) {
		int sign = name.indexOf('=');
		return (sign < 0) ? name : name.substring(0, sign);
	}

	/** Return whether a name belongs to a task. */
	public static boolean isOfTask(String name) {
		return name.startsWith(TASK);
	}

	/**
	 * Check the name of a limit key.
	 * @throws InvalidJobException if it does not match {@code [A-Za-z0-9._-]{1,100}}
	 */
	public static String requireKey(String key) {
		if (key == null || !KEY.matcher(key).matches()) {
			throw new InvalidJobException(
					"'%s' is no name for a limit key: use letters, digits, '.', '_' and '-', at most 100 of them"
						.formatted(key));
		}
		return key;
	}

	/**
	 * Check the value of a limit key.
	 * @throws InvalidJobException if it is empty, has more than 200 bytes or a control
	 * character
	 */
	public static String requireValue(String key, String value) {
		if (value == null || value.isEmpty() || value.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
				|| value.chars().anyMatch(Character::isISOControl)
				|| !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
			throw new InvalidJobException(
					("The value of limit key '%s' must have 1 to %d bytes of UTF-8 and no control "
							+ "character, but was '%s'")
						.formatted(key, MOST_BYTES,
								(value != null) ? value.substring(0, Math.min(value.length(), 40)) : null));
		}
		return value;
	}

	/**
	 * Check the name of a limit that an operator gives.
	 * @throws InvalidJobException if it has another form than those of this class
	 */
	public static String require(String name) {
		if (name == null) {
			throw new InvalidJobException(
					"The name of a limit must not be null; the empty name is the queue as a whole");
		}
		String rest = name;
		if (isOfTask(name)) {
			int end = name.indexOf(':', TASK.length());
			Names.requireTask(name.substring(TASK.length(), (end < 0) ? name.length() : end));
			rest = (end < 0) ? "" : name.substring(end + 1);
			if (end >= 0 && rest.isEmpty()) {
				requireKey(rest);
			}
		}
		if (!rest.isEmpty()) {
			String key = requireKey(classOf(rest));
			if (rest.length() > key.length()) {
				requireValue(key, rest.substring(key.length() + 1));
			}
		}
		return name;
	}

}
