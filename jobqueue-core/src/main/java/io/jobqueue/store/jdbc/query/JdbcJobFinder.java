package io.jobqueue.store.jdbc.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.HistoryRow;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.RunningRow;
import io.jobqueue.store.jdbc.row.StoredJob;
import io.jobqueue.store.jdbc.row.Values;
import io.jobqueue.store.support.WarnOnce;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads jobs by their ids. One statement sees all tables at one moment, so a job that
 * moves is seen either here or there.
 */
public final class JdbcJobFinder {

	private static final Logger logger = LoggerFactory.getLogger(JdbcJobFinder.class);

	private static final int CHUNK = 500;

	private static final String PAST_SUMMARY = """
			p.id as past_id, p.status as past_status, p.ended_at, p.attempts, p.worker as past_worker,
			p.started_at as past_started_at, p.progress as past_progress, p.progress_text as past_progress_text, p.unknown_since,
			p.max_retries as past_max_retries, p.finished_delivery, p.finished_by, p.error_type, p.error_message,
			p.fields as past_fields, p.retries as past_retries, p.interruptions""";

	private static final String ATTEMPTED = "select id from {p}past where id {in:ids} and worker is not null";

	public static final String PAST = PAST_SUMMARY + ", p.error_trace, p.on_failure_error, p.result, p.history ";

	private static final String PASTS = "select " + PAST + " from {p}past p where p.id {in:ids}";

	private static final String RECORDS = "select j.* from {p}job j where j.id {in:ids}";

	private static final String KNOWN = "select j.*, " + PAST
			+ " from {p}job j left join {p}past p on p.id = j.id where j.id {in:ids}";

	private static final String REST = """
			, p.queue as past_queue, p.delivery as past_delivery,
			coalesce(n.queue, r.queue, b.queue, s.queue) as slot_queue,
			coalesce(n.due_at, r.due_at, b.due_at, s.due_at) as due_at,
			coalesce(n.delivery, r.delivery, b.delivery, s.delivery) as slot_delivery,
			coalesce(n.retries, r.retries, b.retries, s.retries) as slot_retries,
			n.id as running_id, n.worker as running_worker, n.started_at as running_started_at,
			n.progress as running_progress, n.progress_text as running_progress_text, n.in_line as running_in_line,
			coalesce(r.sort_rank, b.sort_rank) as ready_rank,
			s.status as scheduled_status
			from {p}job j left join {p}past p on p.id = j.id left join {p}running n on n.id = j.id
			left join {join:ready r:j.id} left join {join:scheduled s:j.id} left join {join:blocked b:j.id}
			where j.id {in:ids}
			""";

	private static final String INFOS = "select j.*, " + PAST + REST;

	/** The same columns, empty where a summary has nothing of them. */
	private static final String SUMMARIES = "select j.id, j.task, '' as payload, j.fields, j.created_at, "
			+ "j.traits, " + PAST_SUMMARY
			+ ", null as error_trace, null as on_failure_error, null as result, null as history" + REST;

	private final WarnOnce once = new WarnOnce(
			() -> logger.warn("Other jobs cannot be read too; no more of them are named"));

	private final Database database;

	public JdbcJobFinder(Database database) {
		this.database = database;
	}

	/**
	 * Those of the jobs that there are; with what has become of them if their slots say
	 * so.
	 */
	public Map<String, Known> ofSlots(Collection<QueueEntry> slots) {
		List<String> ids = slots.stream().map(QueueEntry::id).toList();
		if (slots.stream().anyMatch(QueueEntry::past)) {
			return known(ids);
		}
		Map<String, Known> known = new HashMap<>();
		chunks(ids, RECORDS,
				(row) -> known.put(row.getString("id"), new Known(JdbcJobRecord.ofAny(row), HistoryRow.NONE)));
		return known;
	}

	/**
	 * Those of the jobs that there are, with what has become of them. One whose past this
	 * release cannot read has a record that cannot be read.
	 */
	public Map<String, Known> known(List<String> ids) {
		Map<String, Known> known = new HashMap<>();
		chunks(ids, KNOWN, (row) -> {
			known.put(row.getString("id"), known(row));
		});
		return known;
	}

	/** Of a row with the columns of a record and {@link #PAST}. */
	public Known known(ResultSet row) throws SQLException {
		JdbcJobRecord record = JdbcJobRecord.ofAny(row);
		try {
			return new Known(record, (row.getString("past_id") != null) ? HistoryRow.of(row) : HistoryRow.NONE);
		}
		catch (RuntimeException ex) {
			warnOfOtherRelease(record.id().value(), ex);
			return new Known(record.withUnreadablePast(), HistoryRow.ofOtherRelease(row));
		}
	}

	/**
	 * What has become of jobs. One that another release wrote in a form of its own is
	 * left out.
	 */
	public Map<String, HistoryRow> pasts(List<String> ids) {
		Map<String, HistoryRow> pasts = pastsOfAnyRelease(ids);
		pasts.values().removeIf((past) -> past.foreign() != null);
		return pasts;
	}

	/** As {@link #pasts}, none left out. */
	public Map<String, HistoryRow> pastsOfAnyRelease(List<String> ids) {
		Map<String, HistoryRow> pasts = new HashMap<>();
		chunks(ids, PASTS, (row) -> {
			String id = row.getString("past_id");
			try {
				pasts.put(id, HistoryRow.of(row));
			}
			catch (RuntimeException ex) {
				warnOfOtherRelease(id, ex);
				pasts.put(id, HistoryRow.ofOtherRelease(row));
			}
		});
		return pasts;
	}

	/** Those of the jobs that have had an attempt. */
	public static Set<String> attempted(Database database, List<String> ids) {
		return ids.isEmpty() ? Set.of() : Set
			.copyOf(database.sql(ATTEMPTED).param("ids", database.dialect().ids(ids)).query(String.class).list());
	}

	/** The tasks of jobs. */
	public Map<String, String> tasks(List<String> ids) {
		Map<String, String> tasks = new HashMap<>();
		chunks(ids, "select id, task from {p}job where id {in:ids}",
				(row) -> tasks.put(row.getString("id"), row.getString("task")));
		return tasks;
	}

	/** Those of the jobs that there are, in the order of the ids. */
	public Map<JobId, JobInfo> infos(Collection<JobId> ids) {
		return infos(ids, INFOS);
	}

	/** As {@link #infos}, without payloads, results, stack traces and attempts. */
	public Map<JobId, JobInfo> summaries(Collection<JobId> ids) {
		return infos(ids, SUMMARIES);
	}

	private Map<JobId, JobInfo> infos(Collection<JobId> ids, String text) {
		Map<String, JobInfo> found = new HashMap<>();
		chunks(ids.stream().map(JobId::value).distinct().toList(), text, (row) -> {
			JobInfo info = infoOrNull(row);
			if (info != null) {
				found.put(info.id().value(), info);
			}
		});
		Map<JobId, JobInfo> ordered = new LinkedHashMap<>();
		for (JobId id : ids) {
			JobInfo info = found.get(id.value());
			if (info != null) {
				ordered.put(id, info);
			}
		}
		return ordered;
	}

	private void chunks(List<String> ids, String text, RowReader reader) {
		for (int from = 0; from < ids.size(); from += CHUNK) {
			List<String> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
			this.database.sql(text).param("ids", this.database.dialect().ids(chunk)).query((row) -> {
				reader.read(row);
			});
		}
	}

	/** {@code null} also for a job that another release wrote in a form of its own. */
	private @Nullable JobInfo infoOrNull(ResultSet row) throws SQLException {
		try {
			return info(row);
		}
		catch (RuntimeException ex) {
			warnOfOtherRelease(row.getString("id"), ex);
			return null;
		}
	}

	/** Claims and duties meet such a job every few seconds. */
	private void warnOfOtherRelease(String id, RuntimeException cause) {
		if (this.once.isFirst(id)) {
			logger.warn("Job '{}' was written by another release; this one cannot read it and leaves it unchanged", id);
		}
		logger.debug("Job '{}' cannot be read", id, cause);
	}

	/** {@code null} for a record whose other rows were lost. */
	private static @Nullable JobInfo info(ResultSet row) throws SQLException {
		HistoryRow past = (row.getString("past_id") != null) ? HistoryRow.of(row) : HistoryRow.NONE;
		JdbcJobRecord job = JdbcJobRecord.of(row);
		StoredJob stored = stored(row, past);
		return (stored != null)
				? stored.state()
					.toInfo(job.details(), job.traits(), job.createdAt(), past.kept(), past.history().attempts())
				: null;
	}

	private static @Nullable StoredJob stored(ResultSet row, HistoryRow past) throws SQLException {
		if (row.getString("running_id") != null) {
			return StoredJob
				.held(new RunningRow(slot(row, 0), row.getString("running_worker"), row.getLong("running_started_at"),
						Values.progress(row, "running_"), row.getBoolean("running_in_line")), past, "");
		}
		Integer rank = Values.intOrNull(row, "ready_rank");
		if (rank != null) {
			return StoredJob.ready(slot(row, rank), past, "");
		}
		String scheduled = row.getString("scheduled_status");
		if (scheduled != null) {
			return StoredJob.waiting(slot(row, 0), JobStatus.valueOf(scheduled), past, "");
		}
		JobStatus ended = past.status();
		return (ended == null) ? null
				: StoredJob.ended(
						new QueueEntry(row.getString("id"), row.getString("past_queue"), 0, 0, 0, 0,
								row.getInt("past_delivery"), past.retries(), 0, QueueEntry.PAST, null),
						ended, past, "");
	}

	private static QueueEntry slot(ResultSet row, int rank) throws SQLException {
		return new QueueEntry(row.getString("id"), row.getString("slot_queue"), 0, rank, row.getLong("due_at"), 0,
				row.getInt("slot_delivery"), row.getInt("slot_retries"), 0, 0, null);
	}

	/** Reads one row. */
	private interface RowReader {

		void read(ResultSet row) throws SQLException;

	}

	/**
	 * A job, wherever it is.
	 *
	 * @param record what never changes about it
	 * @param past what has become of it
	 */
	public record Known(JdbcJobRecord record, HistoryRow past) {
	}

}
