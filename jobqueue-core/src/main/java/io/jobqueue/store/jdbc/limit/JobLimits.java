package io.jobqueue.store.jdbc.limit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.QueueEntry;

/**
 * The limits of the jobs of a queue in one transaction. Those of jobs whose rows it has
 * locked do not change, and are read once. Not for use by several threads.
 */
final class JobLimits {

	private static final String TRAITS = "select id, traits from {p}job where id {in:ids}";

	private static final String NEXT = """
			select j.traits from {p}ready r join {p}job j on j.id = r.id where r.queue = :queue
			order by r.queue, r.sort_rank, r.due_at, r.sequence_number, r.id limit :limit
			""";

	private static final int NEXT_JOBS = 2_000;

	private final Database database;

	private final Map<String, List<String>> names = new HashMap<>();

	JobLimits(Database database) {
		this.database = database;
	}

	/** Read those of jobs, as far as they are not known yet. */
	void read(List<QueueEntry> jobs) {
		List<String> ids = jobs.stream()
			.filter((slot) -> slot.isLimited() && !this.names.containsKey(slot.id()))
			.map(QueueEntry::id)
			.toList();
		if (!ids.isEmpty()) {
			this.database.sql(TRAITS).param("ids", this.database.dialect().ids(ids)).query((row) -> {
				this.names.put(row.getString("id"), JdbcJobRecord.traits(row).limits().stream().distinct().toList());
			});
		}
	}

	/** The names of limits of the first jobs of a queue, locked or not. */
	Set<String> next(String queue) {
		Set<String> next = new TreeSet<>();
		this.database.sql(NEXT).param("queue", queue).param("limit", NEXT_JOBS).query((row) -> {
			next.addAll(JdbcJobRecord.traits(row).limits());
		});
		return next;
	}

	/** The names of the limits of a job, without duplicates. */
	List<String> of(QueueEntry job) {
		return this.names.getOrDefault(job.id(), List.of());
	}

}
