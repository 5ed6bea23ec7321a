package io.jobqueue.store.jdbc.flow;

import java.time.Duration;
import java.util.List;

import io.jobqueue.FlowId;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;

/**
 * What maintenance does for flows. Workers take other flows at the same time.
 *
 * @param database the way to the database
 */
record EndedFlows(Database database) {

	private static final String DUE = """
			select id from {p}flow{by:{p}flow_look} where look_at <= :now order by look_at limit :limit
			for update skip locked
			""";

	private static final String LATER = "update {p}flow set look_at = ? where id = ?";

	private static final String ENDED = "select count(*) from {p}flow where kept_until is not null";

	private static final String OLD = """
			select id from {p}flow{by:{p}flow_kept} where kept_until <= :until order by kept_until limit :limit
			for update skip locked
			""";

	private static final String DELETE_PARTS = "delete from {p}flow_part where flow_id = ?";

	private static final String DELETE_JOBS = "delete from {p}flow_job where id >= ? and id < ?";

	private static final String DELETE = "delete from {p}flow where id = ?";

	List<FlowId> due(StepClock now, Duration again, int limit) {
		List<String> due = this.database.sql(DUE)
			.param("now", now.millis())
			.param("limit", limit)
			.query(String.class)
			.list();
		long later = now.after(again);
		if (!due.isEmpty()) {
			this.database.jdbc()
				.batchUpdate(this.database.expand(LATER),
						due.stream().map((id) -> new Object[] { later, id }).toList());
		}
		return due.stream().map(FlowId::of).toList();
	}

	int prune(long most, int limit) {
		long surplus = this.database.read("count flows", () -> this.database.sql(ENDED).query(Long.class).single())
				- most;
		int deleted = this.database.own("delete flows", () -> delete(this.database.begin().millis(), limit));
		int more = (int) Math.min(limit - deleted, surplus - deleted);
		return (more > 0) ? deleted + this.database.own("delete flows", () -> {
			this.database.begin();
			return delete(Long.MAX_VALUE, more);
		}) : deleted;
	}

	private int delete(long until, int limit) {
		List<Object[]> old = this.database.sql(OLD)
			.param("until", until)
			.param("limit", limit)
			.query((row, number) -> new Object[] { row.getString("id") })
			.list();
		if (!old.isEmpty()) {
			this.database.jdbc().batchUpdate(this.database.expand(DELETE_PARTS), old);
			this.database.jdbc()
				.batchUpdate(this.database.expand(DELETE_JOBS), old.stream().map(EndedFlows::range).toList());
			this.database.jdbc().batchUpdate(this.database.expand(DELETE), old);
		}
		return old.size();
	}

	private static Object[] range(Object[] flow) {
		FlowId id = FlowId.of((String) flow[0]);
		return new Object[] { FlowJobKey.of(id, 0), FlowJobKey.end(id) };
	}

}
