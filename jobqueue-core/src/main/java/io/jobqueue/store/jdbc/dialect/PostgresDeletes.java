package io.jobqueue.store.jdbc.dialect;

import java.util.List;
import java.util.stream.Collectors;

import io.jobqueue.store.jdbc.dialect.Dialect.TableKeys;

/**
 * Deletes rows by their addresses, which takes no look at an index, or by their keys.
 * With all columns of the primary key, each index leads to the row. By ids alone, see
 * {@link PostgresLookups}.
 */
final class PostgresDeletes {

	/** The offset keeps the database from joining in another order. */
	private static final String BY_KEYS = "delete from %s where ctid = any(array(select f.ctid from %s k (%s) "
			+ "cross join lateral (select t.ctid from %s t where %s offset 0) f))";

	private PostgresDeletes() {
	}

	static String sql(TableKeys keys) {
		List<Column> columns = keys.columns();
		if (columns.equals(TableKeys.ADDRESS)) {
			return "delete from " + keys.table() + " where ctid "
					+ ((keys.keys().size() == 1) ? "= cast(? as tid)" : "= any(cast(cast(? as text[]) as tid[]))");
		}
		if (keys.keys().size() == 1) {
			return "delete from " + keys.table() + " where "
					+ columns.stream().map((column) -> column.name() + " = ?").collect(Collectors.joining(" and "));
		}
		if (columns.size() == 1) {
			return "delete from " + keys.table() + " where "
					+ (keys.index().equals("primary") ? "id = any(?)" : PostgresLookups.of(keys.table(), "?"));
		}
		return BY_KEYS.formatted(keys.table(), PostgresDialect.unnest(columns), PostgresDialect.names(columns),
				keys.table(),
				columns.stream()
					.map((column) -> "t." + column.name() + " = k." + column.name())
					.collect(Collectors.joining(" and ")));
	}

	static Object[] values(TableKeys keys) {
		return (keys.keys().size() == 1) ? keys.keys().get(0) : PostgresDialect.arrays(keys.columns(), keys.keys());
	}

}
