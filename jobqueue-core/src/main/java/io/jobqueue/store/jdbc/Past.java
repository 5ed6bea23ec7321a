package io.jobqueue.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobStatus;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.StoredError;
import io.jobqueue.store.StoredFields;
import io.jobqueue.store.StoredHistory;
import io.jobqueue.store.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * What has become of a job. A claim leaves it as it is, so that an attempt that turns out
 * to be none needs no undoing. Changed by the one step that holds the job's row.
 */
final class Past {

	static final String COLUMNS = "id text, queue text, status text, ended_at bigint, delivery integer, "
			+ "attempts integer, worker text, started_at bigint, progress double, unknown_since bigint, "
			+ "max_retries integer, finished_delivery integer, finished_by text, error_type text, error_message text, "
			+ "error_trace text, handler_error text, result text, history text, fields text, retries integer, interruptions integer";

	private static final int HISTORY = 20;

	final String id;

	@Nullable JobStatus status;

	@Nullable Long endedAt;

	int attempts;

	@Nullable String worker;

	@Nullable Long startedAt;

	double progress;

	@Nullable Long unknownSince;

	@Nullable Integer maxRetries;

	/** The delivery that was finished last, 0 for none, and who finished it. */
	int finishedDelivery;

	@Nullable String finishedBy;

	@Nullable JobError error;

	@Nullable JobError handlerError;

	@Nullable String result;

	/** How many retries a job that has ended had used. */
	int retries;

	/** How many of its attempts in a row were interrupted. */
	int interruptions;

	StoredHistory history = StoredHistory.NONE;

	/** Fields that only another release knows. */
	private StoredFields others = StoredFields.NONE;

	Past(String id) {
		this.id = id;
	}

	static Past of(ResultSet row, String idColumn) throws SQLException {
		Past past = new Past(row.getString(idColumn));
		String status = row.getString("past_status");
		past.status = (status != null) ? JobStatus.valueOf(status) : null;
		past.endedAt = Values.longOrNull(row, "ended_at");
		past.attempts = row.getInt("attempts");
		past.worker = row.getString("past_worker");
		past.startedAt = Values.longOrNull(row, "past_started_at");
		past.progress = row.getDouble("past_progress");
		past.unknownSince = Values.longOrNull(row, "unknown_since");
		past.maxRetries = Values.intOrNull(row, "past_max_retries");
		past.finishedDelivery = row.getInt("finished_delivery");
		past.finishedBy = row.getString("finished_by");
		String errorType = row.getString("error_type");
		past.error = (errorType != null)
				? new JobError(StoredText.read(errorType), StoredText.readNullable(row.getString("error_message")),
						StoredText.readNullable(row.getString("error_trace")))
				: null;
		past.handlerError = StoredError.read(Values.orEmpty(row.getString("handler_error")));
		past.result = StoredText.readNullable(row.getString("result"));
		past.retries = row.getInt("past_retries");
		past.interruptions = row.getInt("interruptions");
		past.history = StoredHistory.read(Values.orEmpty(row.getString("history")));
		past.history.attempts();
		past.others = StoredFields.read(Values.orEmpty(row.getString("past_fields")));
		return past;
	}

	/** The attempt was made by a worker that lived to tell of it, or not. */
	void attempted(Running running, JobStatus outcome, @Nullable JobError error, Instant now) {
		this.attempts = running.attempt();
		this.worker = running.worker();
		this.startedAt = running.startedAt();
		this.progress = running.progress();
		this.history = this.history
			.plus(new JobAttempt(running.attempt(), running.worker(), Instant.ofEpochMilli(running.startedAt()), now,
					outcome, (error != null) ? error.type() + ": " + error.message() : null), HISTORY);
	}

	void finished(Outcome outcome, String worker) {
		this.finishedDelivery = outcome.delivery();
		this.finishedBy = worker;
		if (outcome.maxRetries() != null) {
			this.maxRetries = outcome.maxRetries();
		}
		if (outcome.error() != null) {
			this.error = outcome.error();
		}
	}

	boolean isFinishedBy(String worker, int delivery) {
		return this.finishedDelivery == delivery && worker.equals(this.finishedBy);
	}

	void ended(JobStatus status, Moment now) {
		this.status = status;
		this.endedAt = now.millis();
	}

	/** As if it had never run; what it has been through stays in its history. */
	void startAnew() {
		this.status = null;
		this.endedAt = null;
		this.attempts = 0;
		this.interruptions = 0;
		this.progress = 0;
		this.unknownSince = null;
		this.error = null;
		this.handlerError = null;
		this.result = null;
	}

	/** As a row. What a living job has in its slot counts there. */
	Object[] values(Slot slot) {
		JobError last = this.error;
		return new @Nullable Object[] { this.id, slot.queue(), (this.status != null) ? this.status.name() : null,
				this.endedAt, slot.delivery(), this.attempts, this.worker, this.startedAt, this.progress,
				this.unknownSince, this.maxRetries, this.finishedDelivery, this.finishedBy,
				(last != null) ? Values.errorType(last) : null,
				(last != null) ? StoredText.ofNullable(last.message()) : null,
				(last != null) ? StoredText.ofNullable(last.stackTrace()) : null,
				(this.handlerError != null) ? StoredError.write(this.handlerError) : null,
				StoredText.ofNullable(this.result), nullable(this.history.write()), nullable(this.others.write()),
				slot.retries(), this.interruptions };
	}

	private static @Nullable String nullable(String text) {
		return text.isEmpty() ? null : text;
	}

}
