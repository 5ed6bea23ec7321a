package io.jobqueue.store.jdbc.dialect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The dialect of PostgreSQL: a set of rows is one array a column, whatever its size.
 */
public final class PostgresDialect implements Dialect {

	@Override
	public String now() {
		return SqlClock.POSTGRESQL.micros();
	}

	@Override
	public String in(String parameter) {
		return "= any(:" + parameter + ")";
	}

	@Override
	public String of(String table, String parameter) {
		return PostgresLookups.of(table, ":" + parameter);
	}

	@Override
	public String join(String table, String alias, String id) {
		return PostgresLookups.join(table, alias, id);
	}

	@Override
	public String ofLimits(String table, String alias) {
		return PostgresLookups.ofLimits(table, alias);
	}

	@Override
	public String ordered(String column, String value) {
		return PostgresLookups.ordered(column, value);
	}

	/** Each one once, in the order in which rows that are looked up are locked. */
	@Override
	public Object ids(Collection<String> ids) {
		return new SqlArrayValue("text", (Object[]) ids.stream().distinct().sorted().toArray(String[]::new));
	}

	@Override
	public String by(String index) {
		return "";
	}

	@Override
	public String address() {
		return "cast(ctid as text)";
	}

	/**
	 * Statistics of these tables are outdated at once. With them the planner would scan
	 * all running jobs, dead rows included, for a list of ids, and sort a whole backlog
	 * to find the first hundred. No parameter changes a plan, so that none is made anew.
	 */
	@Override
	public String settings() {
		return Stream
			.of(setting("enable_seqscan", "off"), setting("enable_bitmapscan", "off"),
					setting("plan_cache_mode", "force_generic_plan"),
					setting("lock_timeout", Long.toString(StepBounds.LOCK_WAIT.toMillis())),
					setting("idle_in_transaction_session_timeout", Long.toString(StepBounds.IDLE.toMillis())))
			.collect(Collectors.joining(" || "));
	}

	/** Until the end of the transaction. */
	private static String setting(String name, String value) {
		return "set_config('" + name + "', '" + value + "', true)";
	}

	/** Evaluated once, before the first row is looked at. */
	@Override
	public String bounded() {
		return "(select " + setting("lock_timeout", Long.toString(StepBounds.LOCK_WAIT.toMillis())) + ") is not null";
	}

	@Override
	public Optional<SessionBounds> sessionBounds() {
		return Optional.empty();
	}

	@Override
	public SessionBounds brief() {
		String set = "select set_config('lock_timeout', '%d', true)";
		return new SessionBounds(set.formatted(StepBounds.BRIEF.toMillis()),
				set.formatted(StepBounds.LOCK_WAIT.toMillis()));
	}

	@Override
	public boolean notifies() {
		return true;
	}

	/** The driver sends all statements of a text at once. */
	@Override
	public boolean pipelines() {
		return true;
	}

	@Override
	public Optional<String> deadRows() {
		return Optional.of("select n_dead_tup from pg_stat_all_tables where relid = to_regclass(:table)");
	}

	@Override
	public void insert(JdbcTemplate jdbc, TableRows rows) {
		BatchBytes.UNLIMITED.parts(rows.rows())
			.stream()
			.map(rows::with)
			.forEach((part) -> jdbc.update(insertSql(part), arrays(part)));
	}

	@Override
	public Set<String> insertNew(JdbcTemplate jdbc, TableRows rows) {
		String key = rows.columns().get(0).name();
		Set<String> inserted = new LinkedHashSet<>();
		BatchBytes.UNLIMITED.parts(rows.rows())
			.stream()
			.map(rows::with)
			.forEach((part) -> inserted.addAll(jdbc.queryForList(
					insertSql(part) + " on conflict do nothing returning " + key, String.class, arrays(part))));
		return inserted;
	}

	@Override
	public void write(JdbcTemplate jdbc, List<TableKeys> leaving, List<TableRows> entering) {
		writeMost(jdbc, leaving, entering).send(jdbc);
	}

	/** One round trip for all tables. */
	@Override
	public Unsent writeMost(JdbcTemplate jdbc, List<TableKeys> leaving, List<TableRows> entering) {
		Set<String> entered = entering.stream().map(TableRows::table).collect(Collectors.toSet());
		List<List<List<Object[]>>> batches = entering.stream()
			.map((rows) -> BatchBytes.UNLIMITED.parts(rows.rows()))
			.toList();
		List<String> first = new ArrayList<>();
		List<String> parts = new ArrayList<>();
		List<Object> values = new ArrayList<>();
		for (TableKeys keys : leaving) {
			// The parts of one statement do not see what the others do.
			if (entered.contains(keys.table())) {
				first.add(PostgresDeletes.sql(keys));
				Collections.addAll(values, PostgresDeletes.values(keys));
			}
		}
		if (batches.stream().anyMatch((rows) -> rows.size() > 1)) {
			new Unsent(String.join(";", first), values.toArray()).send(jdbc);
			first.clear();
			values.clear();
		}
		for (TableKeys keys : leaving) {
			if (!entered.contains(keys.table())) {
				parts.add(PostgresDeletes.sql(keys));
				Collections.addAll(values, PostgresDeletes.values(keys));
			}
		}
		for (int i = 0; i < entering.size(); i++) {
			TableRows rows = entering.get(i);
			int last = batches.get(i).size() - 1;
			batches.get(i).subList(0, last).forEach((batch) -> insert(jdbc, rows.with(batch)));
			parts.add(insertSql(rows));
			Collections.addAll(values, arrays(rows.with(batches.get(i).get(last))));
		}
		if (!parts.isEmpty()) {
			first.add(together(parts));
		}
		return new Unsent(String.join(";", first), values.toArray());
	}

	/** One statement, of which each row is found by the primary key. */
	@Override
	public void update(JdbcTemplate jdbc, TableRows rows, int keys) {
		List<Column> columns = rows.columns();
		int count = columns.size() - keys;
		jdbc.update("update " + rows.table() + " t set "
				+ columns.subList(0, count)
					.stream()
					.map((column) -> column.name() + " = n." + column.name())
					.collect(Collectors.joining(", "))
				+ " from " + unnest(columns) + " n (" + names(columns) + ") where "
				+ columns.subList(count, columns.size())
					.stream()
					.map((column) -> "t." + column.name() + " = n." + column.name())
					.collect(Collectors.joining(" and ")),
				arrays(rows));
	}

	private static String together(List<String> parts) {
		StringBuilder sql = new StringBuilder();
		int last = parts.size() - 1;
		for (int i = 0; i < last; i++) {
			sql.append((i == 0) ? "with " : ", ")
				.append("part")
				.append(i)
				.append(" as (")
				.append(parts.get(i))
				.append(") ");
		}
		return sql.append(parts.get(last)).toString();
	}

	private static String insertSql(TableRows rows) {
		return "insert into " + rows.table() + " (" + names(rows.columns()) + ") select * from "
				+ unnest(rows.columns());
	}

	static String names(List<Column> columns) {
		return columns.stream().map(Column::name).collect(Collectors.joining(", "));
	}

	/** Rows of one array a column. */
	static String unnest(List<Column> columns) {
		return columns.stream()
			.map((column) -> "cast(? as " + type(column) + "[])")
			.collect(Collectors.joining(", ", "unnest(", ")"));
	}

	/** Of their own types, not of objects: the driver sends those in binary form. */
	private static Object[] arrays(TableRows rows) {
		return arrays(rows.columns(), rows.rows());
	}

	static Object[] arrays(List<Column> columns, List<Object[]> rows) {
		Object[] arrays = new Object[columns.size()];
		for (int i = 0; i < arrays.length; i++) {
			arrays[i] = array(columns.get(i), i, rows);
		}
		return arrays;
	}

	/** One column of rows as a parameter. */
	public static SqlArrayValue array(Column column, int index, List<Object[]> rows) {
		return new SqlArrayValue(type(column), rows.stream().map((row) -> row[index]).toArray(array(column)));
	}

	private static IntFunction<Object[]> array(Column column) {
		return switch (column.type()) {
			case TEXT -> String[]::new;
			case INTEGER -> Integer[]::new;
			case BIGINT -> Long[]::new;
			case DOUBLE -> Double[]::new;
			case BOOLEAN -> Boolean[]::new;
		};
	}

	public static String type(Column column) {
		return switch (column.type()) {
			case TEXT -> "text";
			case INTEGER -> "int4";
			case BIGINT -> "int8";
			case DOUBLE -> "float8";
			case BOOLEAN -> "bool";
		};
	}

}
