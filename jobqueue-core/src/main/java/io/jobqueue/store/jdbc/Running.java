package io.jobqueue.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A job in the hands of a worker.
 *
 * @param slot where it was taken from, and its numbers with this delivery counted
 * @param worker the worker
 * @param startedAt when it was claimed, in milliseconds
 * @param progress its progress
 */
record Running(Slot slot, String worker, long startedAt, double progress) {

	static Running of(ResultSet row) throws SQLException {
		return new Running(Slot.of(row), row.getString("worker"), row.getLong("started_at"), row.getDouble("progress"));
	}

	String id() {
		return this.slot.id();
	}

	int attempt() {
		return this.slot.retries() + 1;
	}

	Object[] values() {
		return this.slot.values(this.worker, this.startedAt, this.progress);
	}

}
