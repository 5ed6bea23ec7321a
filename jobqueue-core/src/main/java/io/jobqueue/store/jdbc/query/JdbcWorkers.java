package io.jobqueue.store.jdbc.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.JobId;
import io.jobqueue.WorkerInfo;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.jdbc.access.Database;

/**
 * Reads which workers there are, and what they run.
 */
public final class JdbcWorkers {

	private static final String SERVED = """
			select w.id, w.host, w.pid, w.started_at, l.queue, l.concurrency, l.lease_until
			from {p}worker w join {p}lease l on l.worker = w.id where l.lease_until > {now} / 1000
			order by l.worker, l.queue
			""";

	/** By their workers: the table as a whole may have many dead rows. */
	private static final String RUNNING = """
			select id, queue, worker from {p}running where worker {in:ids} and in_line = false
			""";

	private static final int CHUNK = 500;

	private final Database database;

	public JdbcWorkers(Database database) {
		this.database = database;
	}

	/** Those that are alive, each with its queues in their order. */
	public List<WorkerInfo> all() {
		Map<String, List<Served>> served = new TreeMap<>();
		this.database.sql(SERVED).query((row) -> {
			Served one = Served.of(row);
			served.computeIfAbsent(one.worker, (id) -> new ArrayList<>()).add(one);
		});
		Map<List<String>, List<JobId>> running = running(List.copyOf(served.keySet()));
		return served.values().stream().map((queues) -> {
			Served any = queues.get(0);
			return new WorkerInfo(any.worker, any.host, any.pid, any.startedAt,
					queues.stream().map((one) -> one.container(running)).toList());
		}).toList();
	}

	private Map<List<String>, List<JobId>> running(List<String> workers) {
		Map<List<String>, List<JobId>> running = new HashMap<>();
		for (int from = 0; from < workers.size(); from += CHUNK) {
			List<String> chunk = workers.subList(from, Math.min(workers.size(), from + CHUNK));
			this.database.sql(RUNNING).param("ids", this.database.dialect().ids(chunk)).query((row) -> {
				running
					.computeIfAbsent(List.of(row.getString("worker"), row.getString("queue")),
							(key) -> new ArrayList<>())
					.add(JobId.of(row.getString("id")));
			});
		}
		return running;
	}

	/** A queue that a worker serves. */
	private record Served(String worker, String host, long pid, Instant startedAt, String queue, int concurrency,
			Instant leaseUntil) {

		static Served of(ResultSet row) throws SQLException {
			return new Served(row.getString("id"), StoredText.read(row.getString("host")), row.getLong("pid"),
					Instant.ofEpochMilli(row.getLong("started_at")), row.getString("queue"), row.getInt("concurrency"),
					Instant.ofEpochMilli(row.getLong("lease_until")));
		}

		WorkerInfo.Container container(Map<List<String>, List<JobId>> running) {
			return new WorkerInfo.Container(this.queue, this.concurrency, this.leaseUntil,
					running.getOrDefault(List.of(this.worker, this.queue), List.of()));
		}

	}

}
