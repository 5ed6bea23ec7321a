package io.jobqueue.store.limit;

import io.jobqueue.InvalidJobException;
import io.jobqueue.LimitKeys;
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
				LimitKeys.requireName(rest);
			}
		}
		if (!rest.isEmpty()) {
			String key = LimitKeys.requireName(classOf(rest));
			if (rest.length() > key.length()) {
				LimitKeys.requireValue(key, rest.substring(key.length() + 1));
			}
		}
		return name;
	}

}
