package io.jobqueue.store.jdbc.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement of a script, with what it makes.
 *
 * @param kind what it makes
 * @param table the name of the table, which may have that of a schema before it; empty if
 * that is no matter
 * @param name the name of the index, or the part of the schema that has a version, else
 * empty
 * @param columns the columns it makes, in lower case
 * @param script the script
 * @param statement the statement
 */
record SchemaPart(Kind kind, String table, String name, Set<String> columns, Script script, String statement) {

	private static final Pattern TABLE = Pattern.compile("create table if not exists (\\S+) \\(");

	private static final Pattern INDEX = Pattern.compile("create (?:unique )?index if not exists (\\S+) on (\\S+) \\(");

	private static final Pattern ADDED = Pattern.compile("alter table (\\S+) add column (\\w+) ");

	private static final Pattern VERSION = Pattern
		.compile("insert into (\\S*schema_version) \\(.*\\)\\s+select '(\\w+)', (\\d+), \\d+");

	private static final Pattern COLUMN = Pattern.compile("^\\t(?!primary key|unique key|key )(\\w+) (?!=)",
			Pattern.MULTILINE);

	/** The parts of a script of this library, in its order. */
	static List<SchemaPart> parse(Script script, String text) {
		List<SchemaPart> parts = new ArrayList<>();
		for (String each : text.replaceAll("(?m)^--.*$", "").split(";\\s*(?:\\n|$)")) {
			String statement = each.strip();
			if (!statement.isEmpty()) {
				parts.add(part(script, statement));
			}
		}
		return parts;
	}

	private static SchemaPart part(Script script, String statement) {
		Matcher table = TABLE.matcher(statement);
		if (table.lookingAt()) {
			return new SchemaPart(Kind.TABLE, table.group(1), "", columns(statement), script, statement);
		}
		Matcher index = INDEX.matcher(statement);
		if (index.lookingAt()) {
			return new SchemaPart(Kind.INDEX, index.group(2), index.group(1), Set.of(), script, statement);
		}
		Matcher added = ADDED.matcher(statement);
		if (added.lookingAt()) {
			return new SchemaPart(Kind.COLUMN, added.group(1), "", Set.of(added.group(2).toLowerCase(Locale.ROOT)),
					script, statement);
		}
		Matcher version = VERSION.matcher(statement);
		if (version.lookingAt()) {
			return new SchemaPart(Kind.VERSION, version.group(1), version.group(2), Set.of(), script, statement);
		}
		return new SchemaPart(Kind.OTHER, "", "", Set.of(), script, statement);
	}

	private static Set<String> columns(String statement) {
		Set<String> columns = new LinkedHashSet<>();
		Matcher column = COLUMN.matcher(statement);
		while (column.find()) {
			columns.add(column.group(1).toLowerCase(Locale.ROOT));
		}
		return columns;
	}

	@Override
	public String toString() {
		return switch (this.kind) {
			case TABLE -> "table '" + this.table + "'";
			case INDEX -> "index '" + this.name + "'";
			case COLUMN -> "column '" + String.join("", this.columns) + "' of table '" + this.table + "'";
			case VERSION -> "note of version " + this.script.version();
			case OTHER -> "change of version " + this.script.version();
		};
	}

	/** What a statement makes. It runs if that is not there. */
	enum Kind {

		TABLE, INDEX, COLUMN,

		/** The note that a script has run. It is the last statement of the script. */
		VERSION,

		/** What the catalog does not show: it runs if its script is not noted. */
		OTHER

	}

	/**
	 * A script.
	 *
	 * @param version its number
	 * @param location where it is on the class path
	 */
	record Script(int version, String location) {
	}

}
