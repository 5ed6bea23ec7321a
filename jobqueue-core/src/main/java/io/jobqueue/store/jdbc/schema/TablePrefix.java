package io.jobqueue.store.jdbc.schema;

import java.util.regex.Pattern;

/**
 * What the names of tables may begin with. It needs no library of JDBC, so that a value
 * can be checked where there is none.
 */
public final class TablePrefix {

	private static final Pattern FORM = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,39}");

	private TablePrefix() {
	}

	/**
	 * Whether the names of tables may begin with it: letters, digits and '_', at most 40
	 * and not beginning with a digit; before them the name of a schema and a '.'.
	 */
	public static boolean isValid(String prefix) {
		return FORM.matcher(prefix).matches();
	}

	public static String require(String prefix) {
		if (!isValid(prefix)) {
			throw new IllegalArgumentException("'tablePrefix' must be 1 to 40 letters, digits and '_', not beginning "
					+ "with a digit, after the name of a schema and '.' if they are in another one, but was '" + prefix
					+ "'");
		}
		return prefix;
	}

}
