package io.jobqueue.store.jdbc.notes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.notes.LogAppend;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.store.notes.LogTail;

/**
 * The rows of the logs of some jobs, and what appends make of them, in the present
 * transaction. Not for use by several threads.
 */
final class LogRows {

	private static final String KEPT = """
			select id, number, line_count, size from {p}log where id {in:ids} order by id, number
			""";

	private static final String EXTEND = """
			update {p}log{by:primary} set content = concat(content, ?), line_count = ?, size = ?
			where id = ? and number = ?
			""";

	private static final String DELETE = "delete from {p}log where id = ? and number < ?";

	private final Database database;

	private final Map<String, List<LogTail.Kept>> kept = new HashMap<>();

	private final List<Object[]> added = new ArrayList<>();

	private final List<Object[]> extended = new ArrayList<>();

	private final List<Object[]> deleted = new ArrayList<>();

	private LogRows(Database database) {
		this.database = database;
	}

	static LogRows read(Database database, Collection<String> ids) {
		LogRows rows = new LogRows(database);
		database.sql(KEPT).param("ids", database.dialect().ids(ids)).query((row) -> {
			rows.kept.computeIfAbsent(row.getString("id"), (id) -> new ArrayList<>())
				.add(new LogTail.Kept(row.getLong("number"), row.getInt("line_count"), row.getInt("size")));
		});
		return rows;
	}

	void append(LogAppend append, LogBounds bounds) {
		String id = append.id().value();
		List<LogTail.Kept> before = this.kept.getOrDefault(id, List.of());
		LogTail tail = LogTail.of(before, append.parts(), bounds);
		LogTail.Extension extension = tail.extension();
		if (extension != null) {
			LogTail.Kept part = extension.part();
			this.extended.add(new Object[] { extension.text(), part.lines(), part.bytes(), id, part.number() });
		}
		for (LogPart part : tail.added()) {
			this.added.add(new Object[] { id, part.number(), part.lines(), part.size(), part.text() });
		}
		if (!before.isEmpty() && before.get(0).number() < tail.oldest()) {
			this.deleted.add(new Object[] { id, tail.oldest() });
		}
	}

	void write() {
		update(EXTEND, this.extended);
		update(DELETE, this.deleted);
		if (!this.added.isEmpty()) {
			this.database.dialect().insert(this.database.jdbc(), this.database.rows(Table.LOG, this.added));
		}
	}

	private void update(String sql, List<Object[]> rows) {
		if (!rows.isEmpty()) {
			this.database.jdbc().batchUpdate(this.database.expand(sql), rows);
		}
	}

}
