package io.jobqueue.store.jdbc;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobCondition;
import io.jobqueue.store.WarnOnce;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads jobs by their ids. One statement sees all tables at one moment, so a job that
 * moves is seen either here or there.
 */
final class JobFinder {

	private static final Logger logger = LoggerFactory.getLogger(JobFinder.class);

	private static final int CHUNK = 500;

	private static final String PAST = """
			p.id as past_id, p.status as past_status, p.ended_at, p.attempts, p.worker as past_worker,
			p.started_at as past_started_at, p.progress as past_progress, p.unknown_since,
			p.max_retries as past_max_retries, p.finished_delivery, p.finished_by, p.error_type, p.error_message,
			p.error_trace, p.handler_error, p.result, p.history, p.fields as past_fields, p.retries as past_retries, p.interruptions
			""";

	private static final String PASTS = "select " + PAST + " from {p}past p where p.id {in:ids}";

	private static final String RECORDS = "select j.* from {p}job j where j.id {in:ids}";

	private static final String KNOWN = "select j.*, " + PAST
			+ " from {p}job j left join {p}past p on p.id = j.id where j.id {in:ids}";

	private static final String INFOS = "select j.*, " + PAST + """
			, p.queue as past_queue, p.delivery as past_delivery,
			coalesce(n.queue, r.queue, s.queue) as slot_queue, coalesce(n.due_at, r.due_at, s.due_at) as due_at,
			coalesce(n.delivery, r.delivery, s.delivery) as slot_delivery,
			coalesce(n.retries, r.retries, s.retries) as slot_retries,
			n.id as running_id, n.worker as running_worker, n.started_at as running_started_at,
			n.progress as running_progress, n.in_line as running_in_line, r.band as ready_band,
			s.status as scheduled_status
			from {p}job j left join {p}past p on p.id = j.id left join {p}running n on n.id = j.id
			left join {p}ready r on r.id = j.id left join {p}scheduled s on s.id = j.id
			where j.id {in:ids}
			""";

	private final WarnOnce once = new WarnOnce(
			() -> logger.warn("Other jobs cannot be read too; no more of them are named"));

	private final Database database;

	JobFinder(Database database) {
		this.database = database;
	}

	/**
	 * Those of the jobs that there are; with what has become of them if their slots say
	 * so.
	 */
	Map<String, Known> ofSlots(Collection<Slot> slots) {
		List<String> ids = slots.stream().map(Slot::id).toList();
		if (slots.stream().anyMatch(Slot::past)) {
			return known(ids);
		}
		Map<String, Known> known = new HashMap<>();
		chunks(ids, RECORDS, (row) -> known.put(row.getString("id"), new Known(JobRecord.ofAny(row), null)));
		return known;
	}

	/**
	 * Those of the jobs that there are, with what has become of them. A past that this
	 * release cannot read does not keep the others from being read.
	 */
	Map<String, Known> known(List<String> ids) {
		Map<String, Known> known = new HashMap<>();
		chunks(ids, KNOWN, (row) -> {
			known.put(row.getString("id"), known(row));
		});
		return known;
	}

	private Known known(ResultSet row) throws SQLException {
		JobRecord record = JobRecord.ofAny(row);
		try {
			return new Known(record, (row.getString("past_id") != null) ? Past.of(row, "past_id") : null);
		}
		catch (RuntimeException ex) {
			warnOfOtherRelease(record.id().value(), ex);
			return new Known(record, null, false);
		}
	}

	/**
	 * What has become of jobs. One that another release wrote in a form of its own is
	 * left out.
	 */
	Map<String, Past> pasts(List<String> ids) {
		Map<String, Past> pasts = new HashMap<>();
		chunks(ids, PASTS, (row) -> {
			try {
				pasts.put(row.getString("past_id"), Past.of(row, "past_id"));
			}
			catch (RuntimeException ex) {
				warnOfOtherRelease(row.getString("past_id"), ex);
			}
		});
		return pasts;
	}

	/** The tasks of jobs. */
	Map<String, String> tasks(List<String> ids) {
		Map<String, String> tasks = new HashMap<>();
		chunks(ids, "select id, task from {p}job where id {in:ids}",
				(row) -> tasks.put(row.getString("id"), row.getString("task")));
		return tasks;
	}

	/** Those of the jobs that there are, in the order of the ids. */
	Map<JobId, JobInfo> infos(Collection<JobId> ids) {
		Map<String, JobInfo> found = new HashMap<>();
		chunks(ids.stream().map(JobId::value).distinct().toList(), INFOS, (row) -> {
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
		boolean hasPast = row.getString("past_id") != null;
		Past past = hasPast ? Past.of(row, "past_id") : new Past(row.getString("id"));
		JobStatus status = status(row, past);
		if (status == null) {
			return null;
		}
		boolean ended = status.isEnd();
		boolean running = status == JobStatus.STARTED;
		JobRecord job = JobRecord.of(row);
		return job.details(past)
			.info(job.id(), row.getString(ended ? "past_queue" : "slot_queue"),
					new JobCondition(status, running ? row.getInt("slot_retries") + 1 : past.attempts,
							ended ? past.retries : row.getInt("slot_retries"),
							row.getInt(ended ? "past_delivery" : "slot_delivery"), job.createdAt(),
							ended ? null : Instant.ofEpochMilli(row.getLong("due_at")),
							Values.instant(running ? Long.valueOf(row.getLong("running_started_at")) : past.startedAt),
							Values.instant(past.endedAt), running ? row.getString("running_worker") : past.worker,
							running ? row.getDouble("running_progress") : past.progress, past.error, past.handlerError,
							past.result, past.history.attempts()));
	}

	private static @Nullable JobStatus status(ResultSet row, Past past) throws SQLException {
		if (row.getString("running_id") != null) {
			return row.getBoolean("running_in_line") ? JobStatus.QUEUED : JobStatus.STARTED;
		}
		Integer band = Values.intOrNull(row, "ready_band");
		if (band != null) {
			return (band == Slot.FIRST) ? JobStatus.INTERRUPTED : JobStatus.QUEUED;
		}
		String scheduled = row.getString("scheduled_status");
		return (scheduled != null) ? JobStatus.valueOf(scheduled) : past.status;
	}

	/** Reads one row. */
	private interface RowReader {

		void read(ResultSet row) throws SQLException;

	}

	/**
	 * A job, wherever it is.
	 *
	 * @param record what never changes about it
	 * @param past what has become of it, {@code null} if nothing yet
	 * @param readable whether its past can be read
	 */
	record Known(JobRecord record, @Nullable Past past, boolean readable) {

		Known(JobRecord record, @Nullable Past past) {
			this(record, past, true);
		}

	}

}
