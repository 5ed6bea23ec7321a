package io.jobqueue.store.jdbc.dialect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The dialect of H2 and MySQL, and with a few differences of MariaDB: lists of values, in
 * a few lengths only, so that the database can keep what it made of a statement's text.
 */
class StandardDialect implements Dialect {

	private static final int LONGEST = 128;

	private static final int CHUNK = 500;

	private final String now;

	private final boolean hints;

	private final @Nullable SessionBounds sessionBounds;

	private final SessionBounds brief;

	private final BatchBytes bytes;

	StandardDialect(String now, boolean hints, @Nullable SessionBounds sessionBounds, SessionBounds brief,
			BatchBytes bytes) {
		this.brief = brief;
		this.bytes = bytes;
		this.now = now;
		this.hints = hints;
		this.sessionBounds = sessionBounds;
	}

	@Override
	public String now() {
		return this.now;
	}

	/** A hint takes the name of an index without that of a schema. */
	@Override
	public String by(String index) {
		return this.hints ? " force index (" + index.substring(index.lastIndexOf('.') + 1) + ")" : "";
	}

	@Override
	public String of(String table, String parameter) {
		return "id " + in(parameter);
	}

	@Override
	public String join(String table, String alias, String id) {
		return "%s %s on %s.id = %s".formatted(table, alias, alias, id);
	}

	@Override
	public String ordered(String column, String value) {
		return column + " = " + value;
	}

	@Override
	public String ofLimits(String table, String alias) {
		return "%1$s %2$s%3$s where %2$s.queue = :queue and %2$s.limit_key %4$s".formatted(table, alias, by("primary"),
				in("ids"));
	}

	@Override
	public String in(String parameter) {
		return "in (:" + parameter + ")";
	}

	@Override
	public Object ids(Collection<String> ids) {
		return padded(ids);
	}

	private static List<String> padded(Collection<String> ids) {
		// In the order of the ids, so that all lock rows in the same order.
		List<String> padded = new ArrayList<>(ids);
		Collections.sort(padded);
		int length = Integer.highestOneBit(padded.size());
		length = (length < padded.size()) ? length * 2 : length;
		String last = padded.get(padded.size() - 1);
		while (padded.size() < length) {
			padded.add(last);
		}
		return padded;
	}

	@Override
	public String address() {
		return "null";
	}

	@Override
	public String settings() {
		return "null";
	}

	@Override
	public String bounded() {
		return "1 = 1";
	}

	@Override
	public Optional<SessionBounds> sessionBounds() {
		return Optional.ofNullable(this.sessionBounds);
	}

	@Override
	public SessionBounds brief() {
		return this.brief;
	}

	@Override
	public boolean notifies() {
		return false;
	}

	@Override
	public boolean pipelines() {
		return false;
	}

	@Override
	public Optional<String> deadRows() {
		return Optional.empty();
	}

	@Override
	public void insert(JdbcTemplate jdbc, TableRows rows) {
		List<Object[]> all = rows.rows();
		for (int from = 0; from < all.size();) {
			int count = count(all, from);
			insert(jdbc, rows, all.subList(from, from + count));
			from += count;
		}
	}

	@Override
	public Set<String> insertNew(JdbcTemplate jdbc, TableRows rows) {
		Set<String> inserted = new LinkedHashSet<>();
		List<Object[]> all = rows.rows();
		for (int from = 0; from < all.size();) {
			int count = count(all, from);
			insertNew(jdbc, rows.with(all.subList(from, from + count)), inserted);
			from += count;
		}
		return inserted;
	}

	private int count(List<Object[]> rows, int from) {
		return Integer.highestOneBit(this.bytes.fitting(rows, from, Math.min(LONGEST, rows.size() - from)));
	}

	@Override
	public void write(JdbcTemplate jdbc, List<TableKeys> leaving, List<TableRows> entering) {
		leaving.forEach((keys) -> delete(jdbc, keys));
		entering.forEach((rows) -> insert(jdbc, rows));
	}

	@Override
	public Unsent writeMost(JdbcTemplate jdbc, List<TableKeys> leaving, List<TableRows> entering) {
		write(jdbc, leaving, entering);
		return Unsent.NOTHING;
	}

	@Override
	public void update(JdbcTemplate jdbc, TableRows rows, int keys) {
		List<Column> columns = rows.columns();
		int count = columns.size() - keys;
		jdbc.batchUpdate(
				"update " + rows.table() + " set " + equal(columns.subList(0, count), ", ") + " where "
						+ equal(columns.subList(count, columns.size()), " and "),
				rows.rows(), columns.stream().mapToInt(Column::sqlType).toArray());
	}

	private static String equal(List<Column> columns, String delimiter) {
		return columns.stream().map((column) -> column.name() + " = ?").collect(Collectors.joining(delimiter));
	}

	private void delete(JdbcTemplate jdbc, TableKeys keys) {
		List<String> ids = keys.ids();
		for (int from = 0; from < ids.size(); from += CHUNK) {
			List<String> chunk = padded(ids.subList(from, Math.min(ids.size(), from + CHUNK)));
			jdbc.update(this.hints ? deleteByJoin(keys, chunk.size()) : deleteIn(keys, chunk.size()), chunk.toArray());
		}
	}

	private static String deleteIn(TableKeys keys, int count) {
		return "delete from %s where id in (%s)".formatted(keys.table(),
				String.join(", ", Collections.nCopies(count, "?")));
	}

	/**
	 * A join looks up one id after the other. For a list of ids InnoDB reads a small
	 * table as a whole, and waits for the rows that others have locked: a delete ignores
	 * the hint that makes other statements follow an index.
	 */
	private String deleteByJoin(TableKeys keys, int count) {
		String ids = "select ? as id" + " union all select ?".repeat(count - 1);
		return "delete t from (%s) k straight_join %s t%s on t.id = k.id".formatted(ids, keys.table(),
				by(keys.index()));
	}

	/** A statement that fails on a key that is there has changed nothing. */
	void insertNew(JdbcTemplate jdbc, TableRows rows, Set<String> inserted) {
		try {
			insert(jdbc, rows, rows.rows());
			rows.rows().forEach((row) -> inserted.add((String) row[0]));
		}
		catch (DuplicateKeyException ex) {
			if (rows.rows().size() > 1) {
				for (Object[] row : rows.rows()) {
					insertNew(jdbc, rows.with(List.<Object[]>of(row)), inserted);
				}
			}
		}
	}

	private static void insert(JdbcTemplate jdbc, TableRows rows, List<Object[]> some) {
		jdbc.update(sql("insert", rows, some.size()), values(some));
	}

	static Object[] values(List<Object[]> rows) {
		return rows.stream().flatMap(java.util.Arrays::stream).toArray();
	}

	static String sql(String insert, TableRows rows, int count) {
		String columns = rows.columns().stream().map(Column::name).collect(Collectors.joining(", "));
		String row = "(" + String.join(", ", Collections.nCopies(rows.columns().size(), "?")) + ")";
		return insert + " into " + rows.table() + " (" + columns + ") values "
				+ String.join(", ", Collections.nCopies(count, row));
	}

}
