package io.jobqueue.store.jdbc.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import io.jobqueue.store.jdbc.dialect.Dialect;

/**
 * SQL with marks for what differs: <code>{p}</code> for the prefix of the tables,
 * <code>{now}</code> for the clock, <code>{by:name}</code> for a hint to use an index,
 * <code>{in:ids}</code> for a condition on a list of ids, <code>{of:table}</code> for one
 * in a table of which the id is not the primary key, <code>{join:table alias:id}</code>
 * for a join with the row of an id in such a table, <code>{limits:table alias}</code> for
 * the rows of limits, <code>{ordered:column value}</code> for an equality in a text with
 * an order, <code>{address}</code> for the column of that name, with the address of a row
 * that is locked, <code>{settings}</code> for what holds in a step,
 * <code>{bounded}</code> for a condition that bounds the wait for locks of a statement
 * that is a transaction of its own. Safe for use by many threads.
 */
final class SqlTexts {

	private static final Pattern INDEX = Pattern.compile("\\{by:([^}]+)}");

	private static final Pattern OF = Pattern.compile("\\{of:(\\w+)}");

	private static final Pattern JOIN = Pattern.compile("\\{join:(\\w+) (\\w+):([^}]+)}");

	private static final Pattern LIMITS = Pattern.compile("\\{limits:(\\w+) (\\w+)}");

	private static final Pattern ORDERED = Pattern.compile("\\{ordered:(\\S+) ([^}]+)}");

	private final String prefix;

	private final Map<String, String> expanded = new ConcurrentHashMap<>();

	SqlTexts(String prefix) {
		this.prefix = prefix;
	}

	/** The text for a database, always the same one. */
	String expand(String text, Dialect dialect) {
		return this.expanded.computeIfAbsent(text, (key) -> {
			String named = key.replace("{p}", this.prefix);
			String indexed = INDEX.matcher(named).replaceAll((found) -> dialect.by(found.group(1)));
			String conditioned = OF.matcher(indexed)
				.replaceAll((found) -> dialect.of(this.prefix + found.group(1), "ids"));
			String limited = LIMITS.matcher(conditioned)
				.replaceAll((found) -> dialect.ofLimits(this.prefix + found.group(1), found.group(2)));
			String ordered = ORDERED.matcher(limited)
				.replaceAll((found) -> dialect.ordered(found.group(1), found.group(2)));
			return JOIN.matcher(ordered)
				.replaceAll((found) -> dialect.join(this.prefix + found.group(1), found.group(2), found.group(3)))
				.replace("{now}", dialect.now())
				.replace("{settings}", dialect.settings())
				.replace("{bounded}", dialect.bounded())
				.replace("{address}", dialect.address() + " as address")
				.replace("{in:ids}", dialect.in("ids"));
		});
	}

}
