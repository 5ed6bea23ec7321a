package io.jobqueue.store.jdbc.raw;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobQueueException;
import io.jobqueue.RawQueueType;
import io.jobqueue.store.form.TextSize;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.QueueRoom;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobInsertion;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.raw.RawEntry;
import io.jobqueue.store.raw.RawLook;
import io.jobqueue.store.raw.RawLookRequest;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawOutcome;
import io.jobqueue.store.raw.RawSource;
import io.jobqueue.store.raw.RawState;
import io.jobqueue.store.raw.RawStore;

import org.jspecify.annotations.Nullable;

/**
 * Raw queues. Movers lock the rows that they move, and skip those of others.
 */
public final class JdbcRawQueues implements RawStore {

	private static final int PUSHED = 500;

	private static final String READY = """
			select {now} as micros, (select count(*) from {p}queue where name = :queue and paused = true) as paused,
			(select coalesce(sum(delta), 0) from {p}count where queue = :queue and status in ('QUEUED', 'INTERRUPTED')) as ready
			""";

	/** The length is asked first: a text that is too large need not be read. */
	private static final String LOOK = """
			select id, score, char_length(payload) as characters,
			case when char_length(payload) > :longest then substring(payload, 1, :beginning) else payload end as payload
			from {p}raw where queue = :queue and score <= :most order by queue, score, id limit :limit
			""";

	private static final String LOCK = """
			select id from {p}raw{by:primary} where id in (:rows) order by id for update skip locked
			""";

	private static final String DELETE = "delete from {p}raw where id = ?";

	private static final String SIZE = """
			select count(*) from (select id from {p}raw where queue = :queue
			order by queue, score, id limit 100000) counted
			""";

	private final Database database;

	private final Waker wakes;

	private final QueueRoom room;

	private final JobInsertion insertion;

	private final DeadItems dead;

	public JdbcRawQueues(Database database, Waker wakes) {
		this.database = database;
		this.wakes = wakes;
		this.room = new QueueRoom(database);
		this.insertion = new JobInsertion(database, this.room);
		this.dead = new DeadItems(database);
	}

	@Override
	public void require(RawSource source) {
		if (source.type() == RawQueueType.SET) {
			throw new JobQueueException(
					("Raw queue '%s' has the type 'set', which a database cannot keep: the rows of a table "
							+ "can be equal. Set 'jobqueue.raw-queues.%s.type' to 'list', and give the task a "
							+ "unique key if equal items are to become one job")
						.formatted(source.name(), source.name()));
		}
	}

	@Override
	public String location(RawSource source) {
		return "table %sraw, column queue = '%s'".formatted(this.database.prefix(), source.name());
	}

	@Override
	public RawLook look(RawSource source, RawLookRequest request) {
		return this.database.workerRead("look at a raw queue", () -> {
			Ready ready = ready(source);
			int limit = Math.min(request.limit(), (int) Math.max(0, request.mostWaiting() - ready.count));
			if (ready.paused || limit == 0) {
				return RawLook.NONE;
			}
			List<RawEntry> entries = this.database.sql(LOOK)
				.param("queue", source.name())
				.param("most", (source.type() == RawQueueType.TIMED_SET) ? ready.now.millis() : Double.MAX_VALUE)
				.param("longest", request.longest())
				.param("beginning", LONGEST_BEGINNING)
				.param("limit", limit + 1)
				.query((row, number) -> entry(row.getLong("id"), row.getDouble("score"), row.getString("payload"),
						row.getLong("characters")))
				.list();
			boolean more = entries.size() > limit;
			return new RawLook(more ? entries.subList(0, limit) : entries, more);
		});
	}

	private Ready ready(RawSource source) {
		return this.database.sql(READY)
			.param("queue", source.queue())
			.query((row, number) -> new Ready(new StepClock(row.getLong("micros")), row.getInt("paused") > 0,
					row.getLong("ready")))
			.single();
	}

	private static RawEntry entry(long id, double score, String text, long characters) {
		return new RawEntry(text, score, Math.max(characters, TextSize.utf8(text)), null, id);
	}

	@Override
	public List<RawOutcome> move(RawSource source, List<RawMove> moves) {
		if (moves.isEmpty()) {
			return List.of();
		}
		Moved moved = this.database.step("make jobs of a raw queue", () -> moveNow(source, moves));
		if (moved.done != null) {
			this.wakes.wakeAfterStep(moved.done.step().signals.wakes());
		}
		return moved.outcomes;
	}

	private Moved moveNow(RawSource source, List<RawMove> moves) {
		List<NewJob> all = jobs(moves);
		QueueRoom.Start start = all.isEmpty() ? new QueueRoom.Start(this.database.begin(), false)
				: this.room.start(all, Admission.WITHIN_SIZE, false);
		Map<Object, RawOutcome> outcomes = new HashMap<>();
		List<RawMove> locked = ready(source).paused ? List.of() : lock(moves);
		List<NewJob> jobs = jobs(locked);
		JobInsertion.Done done = jobs.isEmpty() ? null : this.insertion.insert(jobs, start);
		List<Object[]> gone = new ArrayList<>();
		int next = 0;
		for (RawMove move : locked) {
			InsertResult result = (move.job() != null && done != null) ? done.results().get(next++) : null;
			RawOutcome outcome = (move.job() != null) ? RawOutcome.of(result) : RawOutcome.DEAD;
			outcomes.put(move.entry().handle(), outcome);
			if (outcome.kind() != RawOutcome.Kind.LEFT) {
				gone.add(new Object[] { move.entry().handle() });
			}
		}
		this.dead.add(source.name(), locked.stream().filter((move) -> move.job() == null).toList(), start.now());
		if (!gone.isEmpty()) {
			this.database.jdbc().batchUpdate(this.database.expand(DELETE), gone);
		}
		return new Moved(
				moves.stream().map((move) -> outcomes.getOrDefault(move.entry().handle(), RawOutcome.LEFT)).toList(),
				done);
	}

	private static List<NewJob> jobs(List<RawMove> moves) {
		List<NewJob> jobs = new ArrayList<>();
		moves.forEach((move) -> {
			if (move.job() != null) {
				jobs.add(move.job());
			}
		});
		return jobs;
	}

	private List<RawMove> lock(List<RawMove> moves) {
		List<Long> locked = this.database.sql(LOCK)
			.param("rows", moves.stream().map((move) -> move.entry().handle()).toList())
			.query(Long.class)
			.list();
		return moves.stream().filter((move) -> locked.contains(move.entry().handle())).toList();
	}

	@Override
	public void push(RawSource source, Collection<String> items) {
		require(source);
		List<String> all = List.copyOf(items);
		for (int from = 0; from < all.size(); from += PUSHED) {
			List<String> chunk = all.subList(from, Math.min(all.size(), from + PUSHED));
			this.database.own("add to a raw queue", () -> {
				double score = (source.type() == RawQueueType.TIMED_SET) ? this.database.begin().millis() : 0;
				List<Object[]> rows = chunk.stream()
					.map((text) -> new Object[] { source.name(), text, score })
					.toList();
				this.database.dialect().insert(this.database.jdbc(), this.database.rows(Table.RAW, rows));
				return true;
			});
		}
	}

	@Override
	public RawState state(RawSource source, int dead) {
		return this.database.read("read a raw queue",
				() -> new RawState(this.database.sql(SIZE).param("queue", source.name()).query(Long.class).single(),
						this.dead.count(source.name()), this.dead.newest(source.name(), dead)));
	}

	/** What the first statement shows. */
	private record Ready(StepClock now, boolean paused, long count) {
	}

	private record Moved(List<RawOutcome> outcomes, JobInsertion.@Nullable Done done) {
	}

}
