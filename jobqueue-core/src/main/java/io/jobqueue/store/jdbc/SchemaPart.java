package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table or an index of a script, with the statement that makes it.
 *
 * @param table the name of the table, which may have that of a schema before it
 * @param index the name of the index, empty if this is the table itself
 * @param columns the columns of the table in lower case, none for an index
 * @param statement what makes it
 */
record SchemaPart(String table, String index, Set<String> columns, String statement) {

	private static final Pattern TABLE = Pattern.compile("create table if not exists (\\S+) \\(");

	private static final Pattern INDEX = Pattern.compile("create (?:unique )?index if not exists (\\S+) on (\\S+) \\(");

	private static final Pattern COLUMN = Pattern.compile("^\\t(?!primary key|unique key|key )(\\w+) (?!=)",
			Pattern.MULTILINE);

	/** The parts of a script of this library, in its order. */
	static List<SchemaPart> parse(String script) {
		List<SchemaPart> parts = new ArrayList<>();
		for (String text : script.replaceAll("(?m)^--.*$", "").split(";\\s*(?:\\n|$)")) {
			String statement = text.strip();
			if (!statement.isEmpty()) {
				parts.add(part(statement));
			}
		}
		return parts;
	}

	private static SchemaPart part(String statement) {
		Matcher table = TABLE.matcher(statement);
		if (table.lookingAt()) {
			return new SchemaPart(table.group(1), "", columns(statement), statement);
		}
		Matcher index = INDEX.matcher(statement);
		if (index.lookingAt()) {
			return new SchemaPart(index.group(2), index.group(1), Set.of(), statement);
		}
		throw new IllegalStateException("Not a table and not an index: " + statement);
	}

	private static Set<String> columns(String statement) {
		Set<String> columns = new LinkedHashSet<>();
		Matcher column = COLUMN.matcher(statement);
		while (column.find()) {
			columns.add(column.group(1).toLowerCase(Locale.ROOT));
		}
		return columns;
	}

	boolean isTable() {
		return this.index.isEmpty();
	}

	@Override
	public String toString() {
		return isTable() ? "table '" + this.table + "'" : "index '" + this.index + "'";
	}

}
