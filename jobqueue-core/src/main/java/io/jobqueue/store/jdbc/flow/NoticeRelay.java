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

	private static final int ROUNDS = 4;

	private static final String NOTICES = """
			select id, flow_id, place, letter from {p}flow_notice{by:{p}flow_notice_queue} where {ordered:queue :queue}
			and flow_id not in (:busy) order by queue, id limit :limit for update skip locked
			""";

	private static final String KNOWN = "select id from {p}flow where id {in:ids}";

	private static final String LOCK = """
			select id from {p}flow{by:primary} where id {in:ids} order by id for update skip locked
			""";

	private static final String DELETE = "delete from {p}flow_notice where id = ?";

	private static final String ANY = "select id from {p}flow_notice where {ordered:queue :queue}"
			+ " order by queue, id limit 1";

	int relay(String queue, int limit, Function<List<FlowNotice>, List<FlowNotice>> work) {
		boolean any = this.database
			.read("look for notices of flows",
					() -> this.database.sql(ANY).param("queue", queue).query(Long.class).optional())
			.isPresent();
		return any ? this.database.own("relay notices of flows", () -> relayNow(queue, limit, work)) : 0;
	}

	private int relayNow(String queue, int limit, Function<List<FlowNotice>, List<FlowNotice>> work) {
		this.database.begin();
		Set<String> busy = new HashSet<>();
		List<FlowNotice> notices = List.of();
		// Many notices of flows that are locked must not hide those of others.
		for (int round = 0; round < ROUNDS; round++) {
			notices = read(queue, limit, busy);
			Set<String> locked = busyOf(notices);
			busy.addAll(locked);
			if (locked.isEmpty()) {
				break;
			}
		}
		List<FlowNotice> free = notices.stream()
			.filter((notice) -> !busy.contains(notice.place().flow().value()))
			.toList();
		List<FlowNotice> done = free.isEmpty() ? List.of() : work.apply(free);
		if (!done.isEmpty()) {
			this.database.jdbc()
				.batchUpdate(this.database.expand(DELETE),
						done.stream().map((notice) -> new Object[] { Long.valueOf(notice.key()) }).toList());
		}
		return free.size() + (busy.isEmpty() ? 0 : 1);
	}

	private List<FlowNotice> read(String queue, int limit, Set<String> busy) {
		return this.database.sql(NOTICES)
			.param("queue", queue)
			.param("busy", busy.isEmpty() ? Set.of("") : busy)
			.param("limit", limit)
			.query((row, number) -> new FlowNotice(row.getString("id"),
					new FlowPlace(FlowId.of(row.getString("flow_id")), row.getInt("place")),
					FlowEnd.of(row.getString("letter").charAt(0))))
			.list();
	}

	/** The flows of notices that another transaction has locked. Locks all others. */
	private Set<String> busyOf(List<FlowNotice> notices) {
		List<String> flows = notices.stream().map((notice) -> notice.place().flow().value()).distinct().toList();
		if (flows.isEmpty()) {
			return Set.of();
		}
		Set<String> busy = ids(KNOWN, flows);
		busy.removeAll(ids(LOCK, flows));
		return busy;
	}

	private Set<String> ids(String sql, List<String> flows) {
		return new HashSet<>(
				this.database.sql(sql).param("ids", this.database.dialect().ids(flows)).query(String.class).list());
	}

}
