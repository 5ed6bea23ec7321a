package io.jobqueue.store.jdbc.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import io.jobqueue.store.jdbc.dialect.Dialect;

/**
 * SQL with marks for what differs: <code>{p}</code> for the prefix of the tables,
 * <code>{now}</code> for the clock, <code>{by:name}</code> for a hint to use an index,
 * <code>{in:ids}</code> for a condition on a list of ids, <code>{settings}</code> for
 * what holds in a step, <code>{bounded}</code> for a condition that bounds the wait for
 * locks of a statement that is a transaction of its own. Safe for use by many threads.
 */
final class SqlTexts {

	private static final Pattern INDEX = Pattern.compile("\\{by:([^}]+)}");

	private final String prefix;

	private final Map<String, String> expanded = new ConcurrentHashMap<>();

	SqlTexts(String prefix) {
		this.prefix = prefix;
	}

	/** The text for a database, always the same one. */
	String expand(String text, Dialect dialect) {
		return this.expanded.computeIfAbsent(text, (key) -> {
			String named = key.replace("{p}", this.prefix);
			return INDEX.matcher(named)
				.replaceAll((found) -> dialect.by(found.group(1)))
				.replace("{now}", dialect.now())
				.replace("{settings}", dialect.settings())
				.replace("{bounded}", dialect.bounded())
				.replace("{in:ids}", dialect.in("ids"));
		});
	}

}
