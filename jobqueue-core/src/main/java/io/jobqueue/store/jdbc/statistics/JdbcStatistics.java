package io.jobqueue.store.jdbc.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.access.ConflictRetry;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.statistics.AttemptSums;
import io.jobqueue.store.statistics.Resolution;
import io.jobqueue.store.statistics.StatisticsStore;
import io.jobqueue.store.statistics.StoredSums;
import io.jobqueue.store.statistics.TaskSums;

/**
 * Statistics in a table. Each statement commits by itself, so a worker that freezes keeps
 * no row locked. A row that another worker has changed meanwhile is read again.
 *
 * @param database the database
 */
public record JdbcStatistics(Database database) implements StatisticsStore {

	private static final String FIND = "select id, sums, revision from {p}statistic{by:primary} where id {in:ids}";

	private static final String CHANGE = """
			update {p}statistic{by:primary} set sums = :sums, revision = :next where id = :id and revision = :revision
			and {bounded}
			""";

	private static final String READ = """
			select queue, begins_at, sums from {p}statistic where queue {in:ids} and minutes = :minutes
			and begins_at >= :from and begins_at < :to
			""";

	/** As many workers as that may add to one queue at the same moment. */
	private static final int ATTEMPTS = 50;

	@Override
	public void add(String queue, List<TaskSums> sums) {
		Map<String, Addition> missing = additions(queue, sums);
		for (int attempt = 1; !missing.isEmpty(); attempt++) {
			if (attempt > ATTEMPTS) {
				throw new StoreUnavailableException(
						"Statistics of queue '%s' were changed by others in each of %d attempts to add some"
							.formatted(queue, ATTEMPTS),
						null);
			}
			if (attempt > 2) {
				ConflictRetry.pause(attempt);
			}
			addOnce(missing);
		}
	}

	private static Map<String, Addition> additions(String queue, List<TaskSums> sums) {
		Map<String, Addition> additions = new LinkedHashMap<>();
		for (Resolution resolution : Resolution.values()) {
			for (TaskSums each : sums) {
				Period period = new Period(queue, resolution, resolution.begin(each.at()));
				additions.computeIfAbsent(period.id(), (absent) -> new Addition(period, new TreeMap<>()))
					.tasks()
					.merge(each.task(), each.sums(), AttemptSums::plus);
			}
		}
		return additions;
	}

	/** Remove from the map what was added. */
	private void addOnce(Map<String, Addition> missing) {
		Map<String, Row> known = find(missing.keySet());
		List<Object[]> rows = missing.entrySet()
			.stream()
			.filter((each) -> !known.containsKey(each.getKey()))
			.map((each) -> each.getValue().period().row(PeriodText.write(each.getValue().tasks())))
			.toList();
		if (!rows.isEmpty()) {
			missing.keySet().removeAll(insert(rows));
		}
		known.forEach((id, row) -> {
			Addition addition = missing.get(id);
			if (addition != null && change(id, row, addition.tasks())) {
				missing.remove(id);
			}
		});
	}

	private Map<String, Row> find(Set<String> ids) {
		return this.database.workerRead("read statistics", () -> {
			Map<String, Row> rows = new HashMap<>();
			this.database.sql(FIND).param("ids", this.database.dialect().ids(ids)).query((row) -> {
				rows.put(row.getString("id"), new Row(row.getString("sums"), row.getLong("revision")));
			});
			return rows;
		});
	}

	private Set<String> insert(List<Object[]> rows) {
		return this.database.singleStep("add to statistics", () -> this.database.dialect()
			.insertNew(this.database.jdbc(), this.database.rows(Table.STATISTIC, rows)));
	}

	private boolean change(String id, Row row, Map<String, AttemptSums> added) {
		Map<String, AttemptSums> tasks = PeriodText.read(row.sums());
		added.forEach((task, sums) -> tasks.merge(task, sums, AttemptSums::plus));
		String sums = PeriodText.write(tasks);
		return this.database.singleStep("add to statistics",
				() -> this.database.sql(CHANGE)
					.param("sums", sums)
					.param("next", row.revision() + 1)
					.param("id", id)
					.param("revision", row.revision())
					.update() > 0);
	}

	@Override
	public List<StoredSums> read(Collection<String> queues, Resolution resolution, Instant from, Instant to) {
		if (queues.isEmpty()) {
			return List.of();
		}
		return this.database.read("read statistics", () -> {
			List<StoredSums> found = new ArrayList<>();
			this.database.sql(READ)
				.param("ids", this.database.dialect().ids(queues))
				.param("minutes", resolution.length().toMinutes())
				.param("from", from.toEpochMilli())
				.param("to", to.toEpochMilli())
				.query((row) -> {
					String queue = row.getString("queue");
					Instant begin = Instant.ofEpochMilli(row.getLong("begins_at"));
					PeriodText.read(row.getString("sums"),
							(task, sums) -> found.add(new StoredSums(queue, task, begin, sums)));
				});
			return found;
		});
	}

	/** What is to be added to a row. */
	private record Addition(Period period, Map<String, AttemptSums> tasks) {
	}

	private record Row(String sums, long revision) {
	}

}
