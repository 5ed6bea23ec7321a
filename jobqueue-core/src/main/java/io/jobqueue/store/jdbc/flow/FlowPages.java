package io.jobqueue.store.jdbc.flow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.FlowId;
import io.jobqueue.store.flow.FlowFilter;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.flow.StoredFlow;
import io.jobqueue.store.flow.StoredFlows;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Lists flows. Those of a status are found by an index. So are those of a name, if these
 * are few; if they are many, one of them is soon found among the newest.
 *
 * @param database the way to the database
 */
record FlowPages(Database database) {

	/** What {@link #flow} reads. */
	static final String COLUMNS = "select id, name, version, state, {now} as micros from {p}flow";

	private static final String ALL = COLUMNS + " where id < :before order by id desc limit :limit";

	private static final String OF_STATUS = COLUMNS + """
			{by:{p}flow_status} where status = :status and id < :before order by id desc limit :limit
			""";

	/** Those whose name begins with a text stand together in this order. */
	private static final String NAMED = """
			select id, name from {p}flow{by:{p}flow_name} where name >= :name order by name, id limit :limit
			""";

	private static final String NAMES = "select id, name from {p}flow where id < :before order by id desc limit :limit";

	private static final String THESE = COLUMNS + "{by:primary} where id {in:ids}";

	/** Behind each id of a flow. */
	private static final String LAST = "~";

	private static final int CHUNK = 200;

	static StoredFlow flow(ResultSet row) throws SQLException {
		return new StoredFlow(FlowId.of(row.getString("id")), row.getString("name"), row.getLong("version"),
				row.getString("state"), Map.of(), new StepClock(row.getLong("micros")).instant());
	}

	StoredFlows list(FlowFilter filter, @Nullable FlowId before, int limit) {
		String behind = (before != null) ? before.value() : LAST;
		return (filter.name() != null) ? named(filter, behind, limit)
				: StoredFlows.of(byStatus(filter, behind, limit + 1), limit, null);
	}

	private List<StoredFlow> byStatus(FlowFilter filter, String before, int limit) {
		if (filter.letters().isEmpty()) {
			return flows(this.database.sql(ALL).param("before", before).param("limit", limit));
		}
		List<StoredFlow> found = new ArrayList<>();
		for (String letter : filter.letters()) {
			found.addAll(flows(this.database.sql(OF_STATUS)
				.param("status", letter)
				.param("before", before)
				.param("limit", limit)));
		}
		return newestFirst(found).stream().limit(limit).toList();
	}

	private StoredFlows named(FlowFilter filter, String before, int limit) {
		List<Named> named = names(this.database.sql(NAMED)
			.param("name", Objects.requireNonNull(filter.name()))
			.param("limit", FlowStore.MOST_READ + 1));
		List<String> ids = ids(filter, named);
		if (ids.size() <= FlowStore.MOST_READ) {
			List<String> older = ids.stream()
				.filter((id) -> id.compareTo(before) < 0)
				.sorted(Comparator.reverseOrder())
				.toList();
			return StoredFlows.of(read(filter, older, limit + 1), limit, null);
		}
		List<Named> newest = names(
				this.database.sql(NAMES).param("before", before).param("limit", FlowStore.MOST_READ));
		FlowId end = (newest.size() < FlowStore.MOST_READ) ? null : FlowId.of(newest.get(newest.size() - 1).id());
		return StoredFlows.of(read(filter, ids(filter, newest), limit + 1), limit, end);
	}

	private static List<String> ids(FlowFilter filter, List<Named> named) {
		return named.stream().filter((flow) -> filter.hasName(flow.name())).map(Named::id).toList();
	}

	private List<StoredFlow> read(FlowFilter filter, List<String> ids, int limit) {
		List<StoredFlow> found = new ArrayList<>();
		for (int from = 0; from < ids.size() && found.size() < limit; from += CHUNK) {
			List<String> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
			List<StoredFlow> flows = flows(this.database.sql(THESE).param("ids", this.database.dialect().ids(chunk)));
			newestFirst(flows).stream().filter(filter::selects).forEach(found::add);
		}
		return found;
	}

	private static List<StoredFlow> newestFirst(Collection<StoredFlow> flows) {
		return flows.stream().sorted(Comparator.comparing(StoredFlow::id).reversed()).toList();
	}

	private static List<StoredFlow> flows(StatementSpec statement) {
		return statement.query((row, number) -> flow(row)).list();
	}

	private static List<Named> names(StatementSpec statement) {
		return statement.query((row, number) -> new Named(row.getString("id"), row.getString("name"))).list();
	}

	/** A flow and its name. */
	private record Named(String id, @Nullable String name) {
	}

}
