package io.jobqueue.store.jdbc.notes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogAppend;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.store.notes.StoredLog;
import io.jobqueue.store.notes.StoredStep;

/**
 * Notes in a database. Each write locks the rows of the running jobs: whoever deletes a
 * job locks them too, so that no note is left behind. The first note of a job sets its
 * mark.
 *
 * @param database the way to the database
 */
public record JdbcNotes(Database database) implements JobNotes {

	private static final String HOLD = """
			select id, delivery, marks from {p}running{by:primary} where id {in:ids} and concat(queue, '') = :queue
			and concat(worker, '') = :worker order by id for update
			""";

	private static final String MARK = "update {p}running{by:primary} set marks = ? where id = ?";

	private static final String REPLACE = """
			update {p}step{by:primary} set name = :name, result = :result where id = :id and number = :number
			""";

	private static final String STEPS = """
			select number, name, result from {p}step where id = :id order by number
			""";

	private static final String OLDEST = "select coalesce(min(number), 0) from {p}log where id = :id";

	private static final String LOG = """
			select number, line_count, content from {p}log where id = :id and number + line_count > :from order by number
			""";

	@Override
	public boolean keepStep(Attempt attempt, StoredStep step) {
		return this.database.step("keep a step of a job", () -> {
			this.database.begin();
			if (!hold(attempt.queue(), attempt.worker(), Map.of(attempt.id().value(), attempt.delivery())).isEmpty()) {
				write(attempt.id(), step.number(), StoredText.of(step.name()), StoredText.of(step.result()));
				return true;
			}
			return false;
		});
	}

	private void write(JobId id, int number, String name, String result) {
		int replaced = this.database.sql(REPLACE)
			.param("name", name)
			.param("result", result)
			.param("id", id.value())
			.param("number", number)
			.update();
		if (replaced == 0) {
			Object[] row = { id.value(), number, name, result };
			this.database.dialect()
				.insert(this.database.jdbc(), this.database.rows(Table.STEP, List.<Object[]>of(row)));
		}
	}

	/**
	 * Lock and mark jobs that the worker holds with these deliveries, in the present
	 * transaction.
	 * @return their ids
	 */
	private Set<String> hold(String queue, String worker, Map<String, Integer> deliveries) {
		Set<String> held = new HashSet<>();
		List<Object[]> unmarked = new ArrayList<>();
		this.database.sql(HOLD)
			.param("ids", this.database.dialect().ids(deliveries.keySet()))
			.param("queue", queue)
			.param("worker", worker)
			.query((row) -> {
				String id = row.getString("id");
				int marks = row.getInt("marks");
				if (Integer.valueOf(row.getInt("delivery")).equals(deliveries.get(id))) {
					held.add(id);
					if ((marks & QueueEntry.NOTED) == 0) {
						unmarked.add(new Object[] { marks | QueueEntry.NOTED, id });
					}
				}
			});
		if (!unmarked.isEmpty()) {
			this.database.jdbc().batchUpdate(this.database.expand(MARK), unmarked);
		}
		return held;
	}

	@Override
	public List<StoredStep> steps(String queue, JobId id) {
		return this.database.workerRead("read the steps of a job",
				() -> this.database.sql(STEPS)
					.param("id", id.value())
					.query((row, number) -> new StoredStep(row.getInt("number"), StoredText.read(row.getString("name")),
							StoredText.read(row.getString("result"))))
					.list());
	}

	@Override
	public Set<JobId> appendLogs(String queue, String worker, List<LogAppend> appends, LogBounds bounds) {
		return this.database.step("append to logs of jobs", () -> {
			this.database.begin();
			return append(queue, worker, appends, bounds);
		});
	}

	/** In the transaction of the caller. */
	public void appendJoined(Attempt attempt, List<LogPart> parts, LogBounds bounds) {
		LogAppend append = new LogAppend(attempt.id(), attempt.delivery(), parts);
		this.database.joined("append to the log of a job",
				() -> append(attempt.queue(), attempt.worker(), List.of(append), bounds));
	}

	private Set<JobId> append(String queue, String worker, List<LogAppend> appends, LogBounds bounds) {
		Map<String, Integer> deliveries = new LinkedHashMap<>();
		appends.forEach((append) -> deliveries.put(append.id().value(), append.delivery()));
		Set<String> held = hold(queue, worker, deliveries);
		if (!held.isEmpty()) {
			LogRows rows = LogRows.read(this.database, held);
			appends.stream()
				.filter((append) -> held.contains(append.id().value()))
				.forEach((append) -> rows.append(append, bounds));
			rows.write();
		}
		Set<JobId> refused = new HashSet<>();
		appends.stream().map(LogAppend::id).filter((id) -> !held.contains(id.value())).forEach(refused::add);
		return refused;
	}

	@Override
	public StoredLog log(String queue, JobId id, long from) {
		return this.database.read("read the log of a job", () -> {
			// First: parts that are deleted in between are missing without being named.
			long oldest = this.database.sql(OLDEST).param("id", id.value()).query(Long.class).single();
			List<LogPart> parts = this.database.sql(LOG)
				.param("id", id.value())
				.param("from", from)
				.query((row, number) -> new LogPart(row.getLong("number"), row.getInt("line_count"),
						row.getString("content")))
				.list();
			return new StoredLog(oldest, parts);
		});
	}

}
