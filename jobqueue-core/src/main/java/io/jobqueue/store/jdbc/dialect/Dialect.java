package io.jobqueue.store.jdbc.dialect;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What differs between the databases. All else is one SQL for all of them.
 */
public interface Dialect {

	/** The clock of the database as an expression, in microseconds since 1970. */
	String now();

	/** A condition on a column: it is one of the ids that a named parameter holds. */
	String in(String parameter);

	/** The value of a parameter for {@link #in}. Not for an empty list. */
	Object ids(Collection<String> ids);

	/**
	 * What makes a query follow an index; stands after the table's name.
	 * @param index its name, which may have that of a schema before it, or
	 * {@code primary} for that of the primary key
	 */
	String by(String index);

	/**
	 * A condition on the rows of a table of which the column {@code id} is not the
	 * primary key: it has one of the ids that a named parameter holds. Not for a table
	 * whose rows are updated while others look for them.
	 * @param table its name, with the prefix
	 */
	String of(String table, String parameter);

	/**
	 * What stands behind {@code join}: the one row that has an id in such a table.
	 * @param table its name, with the prefix
	 * @param alias a name for the row
	 * @param id an expression for the id
	 */
	String join(String table, String alias, String id);

	/**
	 * What stands behind {@code from}, and a condition to which others may be added: the
	 * rows that have the queue {@code :queue} and one of the limit keys {@code :ids}.
	 * @param table a table whose primary key begins with {@code queue, limit_key}, with
	 * the prefix
	 * @param alias a name for the row
	 */
	String ofLimits(String table, String alias);

	/**
	 * A condition: a column has a value, in a text that is ordered by this column and
	 * then by {@code id}, and wants the first rows of an index in this order.
	 * @param column the column
	 * @param value an expression for the value
	 */
	String ordered(String column, String value);

	/**
	 * An expression for where a row of the only table of a query is, as a text. It finds
	 * the row as long as the transaction has it locked. Of a database that finds no rows
	 * by that, {@code null}.
	 */
	String address();

	/**
	 * An expression that holds for the statements that follow in a transaction: they find
	 * rows by their keys, where the database might read the whole table instead, and wait
	 * for locks, and let the transaction stand open, no longer than {@link StepBounds}
	 * says. What a database can set by a statement of its own only is in
	 * {@link #sessionBounds()}.
	 */
	String settings();

	/**
	 * A condition that is always true. In a statement outside a transaction it sets the
	 * lock timeout of {@link StepBounds}, if {@link #sessionBounds()} does not.
	 */
	String bounded();

	/** How a connection gets the bounds of a step, where {@link #settings()} cannot. */
	Optional<SessionBounds> sessionBounds();

	/**
	 * Within a transaction of a step: hardly wait for locks, and wait as long as before.
	 */
	SessionBounds brief();

	/** Whether it has LISTEN and NOTIFY. */
	boolean notifies();

	/**
	 * Whether several statements, the begin and the end of a transaction among them, can
	 * be one round trip.
	 */
	boolean pipelines();

	/**
	 * How many rows of a table, a parameter of that name, are gone for the newest
	 * transaction and yet kept for older ones; empty if that is no matter.
	 */
	Optional<String> deadRows();

	/** Insert rows, in as few statements as are good for the database. */
	void insert(JdbcTemplate jdbc, TableRows rows);

	/**
	 * Insert rows, those left out whose key, the first column, is there already.
	 * @return the keys of the rows that were inserted
	 */
	Set<String> insertNew(JdbcTemplate jdbc, TableRows rows);

	/**
	 * Delete rows by their keys and insert others, in as few statements as are good for
	 * the database. A row that is deleted and inserted is there afterwards.
	 */
	void write(JdbcTemplate jdbc, List<TableKeys> leaving, List<TableRows> entering);

	/**
	 * As {@link #write}, except for what can share the round trip of the next statements.
	 * @return what is to be sent with these
	 */
	Unsent writeMost(JdbcTemplate jdbc, List<TableKeys> leaving, List<TableRows> entering);

	/**
	 * Update rows, each of which is there.
	 * @param rows the values, of which the last ones are the primary key
	 * @param keys how many columns this has
	 */
	void update(JdbcTemplate jdbc, TableRows rows, int keys);

	/**
	 * Keys of rows of a table.
	 *
	 * @param table the name of the table
	 * @param index the index of the column {@code id}
	 * @param columns the column {@code id}, or others of the primary key and then this;
	 * or {@link #ADDRESS}
	 * @param keys the keys, at least one
	 */
	record TableKeys(String table, String index, List<Column> columns, List<Object[]> keys) {

		/** In place of columns: {@link Dialect#address()}. */
		public static final List<Column> ADDRESS = Column.list("address text");

		/** The values of the last column. */
		List<String> ids() {
			int last = this.columns.size() - 1;
			return this.keys.stream().map((key) -> (String) key[last]).toList();
		}

	}

	/**
	 * Statements about a connection, that neither begin nor end a transaction.
	 *
	 * @param set sets the bounds of a step and keeps what was set before
	 * @param restore sets what was set before
	 */
	record SessionBounds(String set, String restore) {
	}

	/**
	 * Rows for a table.
	 *
	 * @param table the name of the table
	 * @param columns its columns
	 * @param rows their values
	 */
	record TableRows(String table, List<Column> columns, List<Object[]> rows) {

		/** Other rows for the same columns. */
		TableRows with(List<Object[]> others) {
			return new TableRows(this.table, this.columns, others);
		}

	}

}
