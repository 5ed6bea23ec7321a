package io.jobqueue.store.jdbc.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import io.jobqueue.store.jdbc.dialect.Platform;

import org.jspecify.annotations.Nullable;

/**
 * What a database says about its tables. It is asked in ways that raise no error where a
 * table is missing, because drivers log those, and that wait for no lock.
 */
final class DatabaseCatalog {

	private static final String POSTGRESQL_COLUMNS = "select attname from pg_attribute "
			+ "where attrelid = to_regclass(?) and attnum > 0 and not attisdropped";

	private static final String MYSQL_COLUMNS = "select column_name from information_schema.columns "
			+ "where table_schema = coalesce(?, database()) and table_name = ?";

	private final Connection connection;

	private final Platform platform;

	DatabaseCatalog(Connection connection, Platform platform) {
		this.connection = connection;
		this.platform = platform;
	}

	/** The columns of a table in lower case, none if there is no such table. */
	Set<String> columns(String table) throws SQLException {
		return switch (this.platform) {
			case POSTGRESQL -> names(POSTGRESQL_COLUMNS, table);
			case MYSQL, MARIADB -> names(MYSQL_COLUMNS, schema(table), name(table));
			case H2 -> h2Columns(table);
		};
	}

	/** Whether a table that is there has an index. */
	boolean hasIndex(String table, String index) throws SQLException {
		return switch (this.platform) {
			case POSTGRESQL -> hasPostgresIndex(table, index);
			case MYSQL, MARIADB -> true;
			case H2 -> hasH2Index(table, name(index));
		};
	}

	private boolean hasPostgresIndex(String table, String index) throws SQLException {
		String schema = schema(table);
		return !names("select 'there' where to_regclass(?) is not null",
				(schema != null) ? schema + "." + index : index)
			.isEmpty();
	}

	/** Its names are of upper or of lower case, as its URL says. */
	private Set<String> h2Columns(String table) throws SQLException {
		Set<String> columns = new HashSet<>();
		try (ResultSet rows = this.connection.getMetaData().getColumns(null, null, null, null)) {
			while (rows.next()) {
				if (isH2(rows, table)) {
					columns.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
				}
			}
		}
		return columns;
	}

	private boolean hasH2Index(String table, String index) throws SQLException {
		try (ResultSet tables = this.connection.getMetaData().getTables(null, null, null, null)) {
			while (tables.next()) {
				if (isH2(tables, table)) {
					return hasH2Index(tables.getString("TABLE_SCHEM"), tables.getString("TABLE_NAME"), index);
				}
			}
		}
		return false;
	}

	private boolean hasH2Index(String schema, String table, String index) throws SQLException {
		try (ResultSet rows = this.connection.getMetaData().getIndexInfo(null, schema, table, false, true)) {
			while (rows.next()) {
				if (index.equalsIgnoreCase(rows.getString("INDEX_NAME"))) {
					return true;
				}
			}
		}
		return false;
	}

	private boolean isH2(ResultSet row, String table) throws SQLException {
		String schema = schema(table);
		return name(table).equalsIgnoreCase(row.getString("TABLE_NAME"))
				&& ((schema != null) ? schema : this.connection.getSchema())
					.equalsIgnoreCase(row.getString("TABLE_SCHEM"));
	}

	private Set<String> names(String sql, @Nullable String... parameters) throws SQLException {
		Set<String> names = new HashSet<>();
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setString(i + 1, parameters[i]);
			}
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					names.add(rows.getString(1).toLowerCase(Locale.ROOT));
				}
			}
		}
		return names;
	}

	private static @Nullable String schema(String qualified) {
		int dot = qualified.indexOf('.');
		return (dot < 0) ? null : qualified.substring(0, dot);
	}

	private static String name(String qualified) {
		return qualified.substring(qualified.indexOf('.') + 1);
	}

}
