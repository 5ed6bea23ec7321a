package io.jobqueue.store.jdbc.row;

import java.util.List;
import java.util.Locale;

import io.jobqueue.store.jdbc.dialect.Column;

/**
 * The tables that rows are inserted into in sets, with the columns in the order in which
 * the rows are given.
 */
public enum Table {

	JOB("id text, task text, payload text, fields text, created_at bigint, traits text"), READY(QueueEntry.COLUMNS),
	SCHEDULED(QueueEntry.COLUMNS + ", status text"), BLOCKED(QueueEntry.COLUMNS + ", limit_key text"),
	RUNNING(QueueEntry.COLUMNS
			+ ", worker text, started_at bigint, progress double, progress_text text, in_line boolean"),
	PAST(HistoryRow.COLUMNS), COUNT("queue text, status text, task text, error_type text, delta bigint"),
	QUEUE("name text, paused boolean"), WORKER("id text, host text, pid bigint, started_at bigint"),
	LEASE("queue text, worker text, lease_until bigint, concurrency integer, waiting_since bigint"),
	SLOT("queue text, limit_key text, id text"),
	GATE("limit_key text, queue text, name text, tat bigint, held_until bigint, served bigint"),
	PERMIT("rate_key text, granted text, until_at bigint"), TAG("tag text, queue text, id text"),
	UNIQUE("name text, id text, until_at bigint, scope text"),
	SCHEDULE("name text, queue text, revision bigint, due_at bigint, waiting bigint, last_tick bigint, last_job text, "
			+ "fingerprint text, definition text, marks text, declared_at bigint, runs text"),
	STATISTIC("id text, queue text, minutes integer, begins_at bigint, sums text, revision bigint, until_at bigint"),
	AUDIT("token text, created_at bigint, user_name text, action text, target text, changed bigint"),
	STEP("id text, number integer, name text, result text"),
	LOG("id text, number bigint, line_count integer, size integer, content text"),
	FLOW("id text, version bigint, name text, state text, look_at bigint, kept_until bigint"),
	FLOW_JOB("id text, job_id text, letter text"), FLOW_PART("flow_id text, number integer, content text"),
	FLOW_NOTICE("queue text, flow_id text, place integer, letter text"), RAW("queue text, payload text, score double"),
	RAW_DEAD("queue text, payload text, reason text, died_at bigint"), DRAIN("worker text, until_at bigint"),
	STACK("token text, worker text, job text, delivery integer, until_at bigint");

	private static final List<Column> ID = Column.list("id text");

	private static final List<Column> READY_KEY = Column
		.list("queue text, sort_rank integer, due_at bigint, sequence_number bigint, id text");

	private final List<Column> columns;

	Table(String columns) {
		this.columns = Column.list(columns);
	}

	public List<Column> columns() {
		return this.columns;
	}

	/** The columns by which rows are deleted, the last one is {@code id}. */
	public List<Column> key() {
		return switch (this) {
			case READY -> READY_KEY;
			case SLOT -> this.columns;
			default -> ID;
		};
	}

	/** The index of the column {@code id}, of a table with that prefix. */
	public String indexOfIds(String prefix) {
		return switch (this) {
			case READY, SCHEDULED, BLOCKED, SLOT, TAG, UNIQUE -> prefix + id() + "_id";
			default -> "primary";
		};
	}

	/** Its name without the prefix. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
