package io.jobqueue.store.jdbc.query;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobStatus;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.QueueLevel;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.row.Values;
import io.jobqueue.store.job.JobSource;

/**
 * The numbers of jobs, stored as differences. Each step adds a row, so no step waits for
 * a counter that another transaction has locked. Maintenance sums them up.
 */
public final class Sizes {

	private static final int MOST_SUMMED_UP = 5000;

	/** A pass that removed this number of rows is followed by the next one. */
	private static final int REMOVED_FOR_NEXT = 500;

	private static final String SIZES = """
			select status, sum(delta) as size from {p}count where queue = :queue group by status
			""";

	private static final String SIZES_OF_MANY = """
			select queue, status, sum(delta) as size from {p}count where queue {in:ids} group by queue, status
			""";

	private static final String FILLED = """
			select queue, status from {p}count group by queue, status having sum(delta) > 0
			""";

	private static final String FILLED_OF_ONE = """
			select queue, status from {p}count where queue = :queue group by queue, status having sum(delta) > 0
			""";

	private static final String SIZE = """
			select coalesce(sum(delta), 0) from {p}count where queue = :queue and status = :status
			""";

	private static final String FAILURES = """
			select queue, task, error_type, sum(delta) as size from {p}count
			where status in ('FAILED', 'MAX_RETRIES', 'TIMEOUT')
			group by queue, task, error_type having sum(delta) > 0
			""";

	private static final String ROWS = """
			select * from {p}count{by:{p}count_queue} where {ordered:queue :queue}
			order by queue, id limit :limit for update skip locked
			""";

	/** Rows that were summed up have new numbers. */
	private static final String LEAST_SUMMED_UP = """
			select c.queue from {p}count c where c.id = (select min(o.id) from {p}count o) and not exists
			(select 1 from {p}queue q where q.name = c.queue and q.needs > :known)
			""";

	private static final String DELETE = "delete from {p}count where id = ?";

	private final Database database;

	public Sizes(Database database) {
		this.database = database;
	}

	public Map<JobStatus, Long> of(String queue) {
		Map<JobStatus, Long> sizes = none();
		this.database.sql(SIZES).param("queue", queue).query((row) -> {
			put(row, sizes);
		});
		return sizes;
	}

	/** Of many queues, each with all statuses. */
	public Map<String, Map<JobStatus, Long>> of(List<String> queues) {
		Map<String, Map<JobStatus, Long>> sizes = new HashMap<>();
		queues.forEach((queue) -> sizes.put(queue, none()));
		this.database.sql(SIZES_OF_MANY).param("ids", this.database.dialect().ids(queues)).query((row) -> {
			put(row, sizes.computeIfAbsent(row.getString("queue"), (name) -> none()));
		});
		return sizes;
	}

	private static void put(ResultSet row, Map<JobStatus, Long> sizes) throws SQLException {
		JobStatus status = Values.statusOrNull(row, "status");
		if (status != null) {
			sizes.put(status, Math.max(0, row.getLong("size")));
		}
	}

	private static Map<JobStatus, Long> none() {
		Map<JobStatus, Long> sizes = new EnumMap<>(JobStatus.class);
		for (JobStatus status : JobStatus.values()) {
			sizes.put(status, 0L);
		}
		return sizes;
	}

	/** Those of the sources that have a job. */
	public List<JobSource> filled(List<JobSource> sources) {
		if (sources.isEmpty()) {
			return List.of();
		}
		Set<JobSource> filled = new HashSet<>();
		String queue = sources.get(0).queue();
		boolean one = sources.stream().allMatch((source) -> source.queue().equals(queue));
		this.database.sql(one ? FILLED_OF_ONE : FILLED).params(one ? Map.of("queue", queue) : Map.of()).query((row) -> {
			JobStatus status = Values.statusOrNull(row, "status");
			if (status != null) {
				filled.add(new JobSource(status, row.getString("queue")));
			}
		});
		return sources.stream().filter(filled::contains).toList();
	}

	public long of(String queue, JobStatus status) {
		return this.database.sql(SIZE).param("queue", queue).param("status", status.name()).query(Long.class).single();
	}

	public List<FailureGroup> failures() {
		return this.database.sql(FAILURES)
			.query((row, number) -> new FailureGroup(row.getString("queue"), row.getString("task"),
					StoredText.read(row.getString("error_type")), row.getLong("size")))
			.list();
	}

	/**
	 * Make one row of many, if there are as many as this, in the present transaction.
	 * @return how many rows were summed up
	 */
	public int sumUp(String queue, int fewest) {
		return sum(queue, fewest).rows;
	}

	private Summed sum(String queue, int fewest) {
		List<Object[]> ids = new ArrayList<>();
		Map<List<String>, Long> sums = new LinkedHashMap<>();
		this.database.sql(ROWS).param("queue", queue).param("limit", MOST_SUMMED_UP).query((row) -> {
			ids.add(new Object[] { row.getLong("id") });
			sums.merge(List.of(row.getString("status"), row.getString("task"), row.getString("error_type")),
					row.getLong("delta"), Long::sum);
		});
		if (ids.size() < fewest) {
			return new Summed(0, 0);
		}
		this.database.jdbc().batchUpdate(this.database.expand(DELETE), ids);
		List<Object[]> rows = new ArrayList<>();
		sums.forEach((key, sum) -> {
			if (sum != 0) {
				rows.add(new Object[] { queue, key.get(0), key.get(1), key.get(2), sum });
			}
		});
		if (!rows.isEmpty()) {
			this.database.dialect().insert(this.database.jdbc(), this.database.rows(Table.COUNT, rows));
		}
		return new Summed(ids.size(), rows.size());
	}

	/**
	 * Sum up a part of the queue for which this was not done for the longest time, in the
	 * present transaction. It may be one that no worker serves.
	 * @return whether it or another queue may have many more
	 */
	public boolean sumUpLeast() {
		return this.database.sql(LEAST_SUMMED_UP)
			.param("known", QueueLevel.KNOWN)
			.query(String.class)
			.optional()
			.map((queue) -> sum(queue, 1))
			.filter((summed) -> summed.rows - summed.left >= REMOVED_FOR_NEXT)
			.isPresent();
	}

	/**
	 * Rows that were summed up.
	 *
	 * @param rows how many there were
	 * @param left how many they have become
	 */
	private record Summed(int rows, int left) {
	}

}
