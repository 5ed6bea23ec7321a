package io.jobqueue.store.jdbc.dialect;

import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type what its values are
 */
public record Column(String name, Type type) {

	/** What the values of a column are. */
	enum Type {

		TEXT, INTEGER, BIGINT, DOUBLE, BOOLEAN

	}

	/** A constant of {@link Types}. */
	public int sqlType() {
		return switch (this.type) {
			case TEXT -> Types.VARCHAR;
			case INTEGER -> Types.INTEGER;
			case BIGINT -> Types.BIGINT;
			case DOUBLE -> Types.DOUBLE;
			case BOOLEAN -> Types.BOOLEAN;
		};
	}

	/** Columns, as {@code name type, name type, …}. */
	public static List<Column> list(String text) {
		return Stream.of(text.split(",")).map(String::trim).map((column) -> column.split(" ")).map(Column::of).toList();
	}

	private static Column of(String[] column) {
		return new Column(column[0], Type.valueOf(column[1].toUpperCase(java.util.Locale.ROOT)));
	}

}
