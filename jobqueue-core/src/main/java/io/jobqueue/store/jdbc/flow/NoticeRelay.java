package io.jobqueue.store.jdbc.flow;

import java.util.List;
import java.util.Set;
import java.util.HashSet;
import java.util.function.Function;

import io.jobqueue.FlowId;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.flow.FlowNotice;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.job.FlowPlace;

/**
 * Passes notices on in one transaction: the flows know them exactly if they are deleted.
 * Others get other notices meanwhile. Flows that another transaction has locked are left
 * out, since it may be one of a caller that takes long.
 *
 * @param database the way to the database
 */
record NoticeRelay(Database database) {

	private static final String NOTICES = """
			select id, flow_id, place, letter from {p}flow_notice{by:{p}flow_notice_queue} where queue = :queue
			order by queue, id limit :limit for update skip locked
			""";

	private static final String KNOWN = "select id from {p}flow where id {in:ids}";

	private static final String LOCK = """
			select id from {p}flow{by:primary} where id {in:ids} order by id for update skip locked
			""";

	private static final String DELETE = "delete from {p}flow_notice where id = ?";

	private static final String ANY = "select id from {p}flow_notice where queue = :queue limit 1";

	int relay(String queue, int limit, Function<List<FlowNotice>, List<FlowNotice>> work) {
		boolean any = this.database
			.read("look for notices of flows",
					() -> this.database.sql(ANY).param("queue", queue).query(Long.class).optional())
			.isPresent();
		return any ? this.database.own("relay notices of flows", () -> relayNow(queue, limit, work)) : 0;
	}

	private int relayNow(String queue, int limit, Function<List<FlowNotice>, List<FlowNotice>> work) {
		this.database.begin();
		List<FlowNotice> notices = this.database.sql(NOTICES)
			.param("queue", queue)
			.param("limit", limit)
			.query((row, number) -> new FlowNotice(row.getString("id"),
					new FlowPlace(FlowId.of(row.getString("flow_id")), row.getInt("place")),
					FlowEnd.of(row.getString("letter").charAt(0))))
			.list();
		if (notices.isEmpty()) {
			return 0;
		}
		List<String> flows = notices.stream().map((notice) -> notice.place().flow().value()).distinct().toList();
		Set<String> busy = ids(KNOWN, flows);
		busy.removeAll(ids(LOCK, flows));
		List<FlowNotice> done = work
			.apply(notices.stream().filter((notice) -> !busy.contains(notice.place().flow().value())).toList());
		if (!done.isEmpty()) {
			this.database.jdbc()
				.batchUpdate(this.database.expand(DELETE),
						done.stream().map((notice) -> new Object[] { Long.valueOf(notice.key()) }).toList());
		}
		return notices.size();
	}

	private Set<String> ids(String sql, List<String> flows) {
		return new HashSet<>(
				this.database.sql(sql).param("ids", this.database.dialect().ids(flows)).query(String.class).list());
	}

}
