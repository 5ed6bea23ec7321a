package io.jobqueue.store.jdbc.row;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.jobqueue.JobStatus;
import io.jobqueue.store.job.JobProgress;

/**
 * A job in the hands of a worker.
 *
 * @param slot where it was taken from, and its numbers with this delivery counted
 * @param worker the worker
 * @param startedAt when it was claimed, in milliseconds
 * @param progress its progress
 * @param inLine whether the worker has not said that it started
 */
public record RunningRow(QueueEntry slot, String worker, long startedAt, JobProgress progress, boolean inLine) {

	public static RunningRow of(ResultSet row) throws SQLException {
		return of(row, QueueEntry.of(row));
	}

	/** A row that the transaction has locked, read with its address. */
	public static RunningRow locked(ResultSet row) throws SQLException {
		return of(row, QueueEntry.locked(row));
	}

	private static RunningRow of(ResultSet row, QueueEntry slot) throws SQLException {
		return new RunningRow(slot, row.getString("worker"), row.getLong("started_at"), Values.progress(row, ""),
				row.getBoolean("in_line"));
	}

	public String id() {
		return this.slot.id();
	}

	/** One in line has not started, to whoever looks. */
	public JobStatus status() {
		return this.inLine ? JobStatus.QUEUED : JobStatus.STARTED;
	}

	public Object[] values() {
		return this.slot.values(this.worker, this.startedAt, this.progress.value(), this.progress.text(), this.inLine);
	}

}
