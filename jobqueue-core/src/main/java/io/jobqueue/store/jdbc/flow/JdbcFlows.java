package io.jobqueue.store.jdbc.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jobqueue.FlowId;
import io.jobqueue.JobId;
import io.jobqueue.store.flow.FlowChange;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.flow.FlowFilter;
import io.jobqueue.store.flow.FlowNotice;
import io.jobqueue.store.flow.FlowStore;
import io.jobqueue.store.flow.StoredFlow;
import io.jobqueue.store.flow.StoredFlows;
import io.jobqueue.store.flow.StoredPlace;
import io.jobqueue.store.jdbc.access.CallerTransaction;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;

import org.jspecify.annotations.Nullable;

/**
 * The flows in a database. In a transaction, a flow that is read to be changed is locked:
 * compare and set would fail again and again where a transaction sees the state of its
 * begin.
 */
public final class JdbcFlows implements FlowStore {

	private static final String READ = FlowPages.COLUMNS + " where id = :id";

	private static final String ENDS = """
			select id, letter from {p}flow_job{by:primary} where id {in:ids}
			""";

	private static final String UPDATE = """
			update {p}flow set version = version + 1, state = :state where id = :id and version = :version
			""";

	/** The time until the next look is made shorter only. */
	private static final String LIVE = """
			update {p}flow set look_at = case when look_at < :look then look_at else :look end, kept_until = :kept
			where id = :id
			""";

	private static final String NOTE = "update {p}flow_job set letter = ? where id = ?";

	private static final String PART = "select content from {p}flow_part where flow_id = :id and number = :number";

	private static final String PLACES = """
			select id, job_id, letter from {p}flow_job where id >= :from and id < :end order by id limit :limit
			""";

	private static final String LOOKED = """
			update {p}flow set look_at = :look, kept_until = :kept where id = :id and version = :version
			""";

	private static final String LIVING = "select id from {p}flow where look_at is not null order by look_at limit 1";

	private static final String COUNT = """
			select count(*) from (select id from {p}flow{by:{p}flow_look} where look_at is not null
			order by look_at limit :most) living
			""";

	private final Database database;

	private final CallerTransaction callerTransaction;

	private final NoticeRelay relay;

	private final EndedFlows ended;

	private final FlowPages pages;

	public JdbcFlows(Database database, CallerTransaction callerTransaction) {
		this.database = database;
		this.callerTransaction = callerTransaction;
		this.relay = new NoticeRelay(database);
		this.ended = new EndedFlows(database);
		this.pages = new FlowPages(database);
	}

	@Override
	public <T> T together(Supplier<T> work) {
		return this.callerTransaction.isOpen() ? work.get() : apart(work);
	}

	@Override
	public <T> T apart(Supplier<T> work) {
		return own("change flows", work);
	}

	@Override
	public void afterCommit(Runnable work) {
		if (this.callerTransaction.isOpen()) {
			this.callerTransaction.afterCommit(work);
		}
		else {
			work.run();
		}
	}

	private <T> T own(String operation, Supplier<T> work) {
		return this.database.own(operation, () -> {
			this.database.begin();
			return work.get();
		});
	}

	private <T> T write(String operation, Supplier<T> work) {
		return this.callerTransaction.isOpen() ? this.database.joined(operation, work) : own(operation, work);
	}

	private <T> T see(String operation, Supplier<T> work) {
		return this.callerTransaction.isOpen() ? this.database.joined(operation, work)
				: this.database.read(operation, work);
	}

	@Override
	public @Nullable StoredFlow read(FlowId id) {
		return this.database.read("read a flow", () -> read(id, READ)).orElse(null);
	}

	private Optional<StoredFlow> read(FlowId id, String sql) {
		return this.database.sql(sql).param("id", id.value()).query((row, number) -> FlowPages.flow(row)).optional();
	}

	@Override
	public @Nullable StoredFlow find(FlowId id, Collection<Integer> places) {
		boolean locks = this.callerTransaction.isOpen();
		return see("read a flow", () -> {
			StoredFlow flow = read(id, locks ? READ + " for update" : READ).orElse(null);
			return (flow == null || places.isEmpty()) ? flow
					: new StoredFlow(id, flow.name(), flow.version(), flow.state(), ends(id, places), flow.now());
		});
	}

	private Map<Integer, FlowEnd> ends(FlowId id, Collection<Integer> places) {
		Map<Integer, FlowEnd> ends = new HashMap<>();
		this.database.sql(ENDS)
			.param("ids",
					this.database.dialect().ids(places.stream().map((place) -> FlowJobKey.of(id, place)).toList()))
			.query((row) -> {
				ends.put(FlowJobKey.place(row.getString("id")), FlowEnd.of(row.getString("letter").charAt(0)));
			});
		return ends;
	}

	@Override
	public boolean change(FlowChange change) {
		return write("change a flow", () -> {
			if (!(change.isNew() ? insert(change) : update(change))) {
				return false;
			}
			addPlaces(change);
			if (!change.ends().isEmpty()) {
				List<Object[]> notes = new ArrayList<>();
				change.ends()
					.forEach((place, end) -> notes
						.add(new Object[] { String.valueOf(end.letter()), FlowJobKey.of(change.id(), place) }));
				this.database.jdbc().batchUpdate(this.database.expand(NOTE), notes);
			}
			if (change.life() != null) {
				live(change.id(), change.life());
			}
			return true;
		});
	}

	private boolean insert(FlowChange change) {
		@Nullable Object[] row = { change.id().value(), 1L, change.name(), change.state(), null, null };
		return !this.database.dialect()
			.insertNew(this.database.jdbc(), this.database.rows(Table.FLOW, List.<Object[]>of(row)))
			.isEmpty();
	}

	private boolean update(FlowChange change) {
		return this.database.sql(UPDATE)
			.param("state", change.state())
			.param("id", change.id().value())
			.param("version", change.version())
			.update() == 1;
	}

	private void addPlaces(FlowChange change) {
		List<Object[]> rows = new ArrayList<>();
		for (JobId job : change.added()) {
			rows.add(new Object[] { FlowJobKey.of(change.id(), change.first() + rows.size()), job.value(),
					String.valueOf(FlowEnd.OPEN.letter()) });
		}
		if (!rows.isEmpty()) {
			this.database.dialect().insert(this.database.jdbc(), this.database.rows(Table.FLOW_JOB, rows));
		}
	}

	private void live(FlowId id, FlowChange.Life life) {
		StepClock now = this.database.now();
		this.database.sql(LIVE)
			.param("look", after(now, life.look()))
			.param("kept", after(now, life.keep()))
			.param("id", id.value())
			.update();
	}

	private static @Nullable Long after(StepClock now, @Nullable Duration time) {
		return (time != null) ? now.after(time) : null;
	}

	@Override
	public void putPart(FlowId id, int number, String content) {
		Object[] row = { id.value(), number, content };
		write("keep a part of a flow", () -> {
			this.database.dialect()
				.insert(this.database.jdbc(), this.database.rows(Table.FLOW_PART, List.<Object[]>of(row)));
			return true;
		});
	}

	@Override
	public @Nullable String part(FlowId id, int number) {
		return see("read a part of a flow",
				() -> this.database.sql(PART)
					.param("id", id.value())
					.param("number", number)
					.query(String.class)
					.optional())
			.orElse(null);
	}

	@Override
	public List<StoredPlace> places(FlowId id, int from, int limit) {
		return this.database.read("read the jobs of a flow",
				() -> this.database.sql(PLACES)
					.param("from", FlowJobKey.of(id, from))
					.param("end", FlowJobKey.end(id))
					.param("limit", limit)
					.query((row, number) -> new StoredPlace(FlowJobKey.place(row.getString("id")),
							JobId.of(row.getString("job_id")), FlowEnd.of(row.getString("letter").charAt(0))))
					.list());
	}

	@Override
	public StoredFlows list(FlowFilter filter, @Nullable FlowId before, int limit) {
		return this.database.read("list flows", () -> this.pages.list(filter, before, limit));
	}

	@Override
	public List<FlowId> due(Duration again, int limit) {
		return this.database.own("look for flows", () -> this.ended.due(this.database.begin(), again, limit));
	}

	@Override
	public void looked(FlowId id, long version, FlowChange.Life life) {
		this.database.own("look at a flow", () -> {
			StepClock now = this.database.begin();
			return this.database.sql(LOOKED)
				.param("look", after(now, life.look()))
				.param("kept", after(now, life.keep()))
				.param("id", id.value())
				.param("version", version)
				.update();
		});
	}

	@Override
	public void forget(FlowId id) {
		// Nothing is kept of a flow beside its rows.
	}

	@Override
	public int prune(long most, int limit) {
		return this.ended.prune(most, limit);
	}

	@Override
	public boolean isAnyLiving() {
		return this.database.read("look for flows", () -> this.database.sql(LIVING).query(String.class).optional())
			.isPresent();
	}

	@Override
	public long countLiving() {
		return this.database.read("count flows",
				() -> this.database.sql(COUNT).param("most", MOST_COUNTED).query(Long.class).single());
	}

	@Override
	public int relay(String queue, int limit, Function<List<FlowNotice>, List<FlowNotice>> work) {
		return this.relay.relay(queue, limit, work);
	}

}
