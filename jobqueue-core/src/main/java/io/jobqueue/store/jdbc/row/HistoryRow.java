package io.jobqueue.store.jdbc.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.KeptData;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.form.StoredError;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.form.StoredHistory;
import io.jobqueue.store.form.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * What has become of a job, from its first outcome on: the part of its state that a claim
 * leaves as it is, and what is kept with it. One row of the table {@code past}.
 *
 * @param status its status if it has ended, else {@code null}
 * @param endedAt when it ended
 * @param retries how many retries a job that has ended had used
 * @param last the last attempt that counts
 * @param finish the attempt that was finished last by its worker
 * @param unknownSince since when its task is unknown
 * @param maxRetries the number of retries that an outcome has set
 * @param interruptions how many of its attempts in a row were interrupted
 * @param kept its errors and its result
 * @param history its attempts
 * @param others fields that only another release knows
 * @param foreign texts that this release cannot read, which are kept as they are,
 * {@code null} for none
 */
public record HistoryRow(@Nullable JobStatus status, @Nullable Instant endedAt, int retries, JobState.LastAttempt last,
		JobState.@Nullable Finish finish, @Nullable Instant unknownSince, @Nullable Integer maxRetries,
		int interruptions, KeptData kept, StoredHistory history, StoredFields others, @Nullable Texts foreign) {

	/** Nothing has become of it yet. */
	public static final HistoryRow NONE = new HistoryRow(null, null, 0, JobState.LastAttempt.NONE, null, null, null, 0,
			KeptData.NONE, StoredHistory.NONE, StoredFields.NONE, null);

	static final String COLUMNS = "id text, queue text, status text, ended_at bigint, delivery integer, "
			+ "attempts integer, worker text, started_at bigint, progress double, progress_text text, unknown_since bigint, "
			+ "max_retries integer, finished_delivery integer, finished_by text, error_type text, error_message text, "
			+ "error_trace text, on_failure_error text, result text, history text, fields text, retries integer, "
			+ "interruptions integer, marks integer";

	/**
	 * Read a row.
	 * @throws RuntimeException if another release wrote it in a form of its own
	 */
	public static HistoryRow of(ResultSet row) throws SQLException {
		String status = row.getString("past_status");
		StoredHistory history = StoredHistory.read(Values.orEmpty(row.getString("history")));
		// A history that cannot be read is found here.
		history.attempts();
		return of(row, (status != null) ? JobStatus.valueOf(status) : null,
				kept(row, StoredError.read(Values.orEmpty(row.getString("on_failure_error")))), history,
				StoredFields.read(Values.orEmpty(row.getString("past_fields"))), null);
	}

	/**
	 * Read a row of a living job that another release wrote in a form of its own: the
	 * columns with one value each. A transition keeps the other ones as they are.
	 */
	public static HistoryRow ofOtherRelease(ResultSet row) throws SQLException {
		return of(row, Values.statusOrNull(row, "past_status"), kept(row, null), StoredHistory.NONE, StoredFields.NONE,
				new Texts(row.getString("on_failure_error"), row.getString("history"), row.getString("past_fields")));
	}

	private static HistoryRow of(ResultSet row, @Nullable JobStatus status, KeptData kept, StoredHistory history,
			StoredFields others, @Nullable Texts foreign) throws SQLException {
		String finishedBy = row.getString("finished_by");
		return new HistoryRow(status, Values.instant(Values.longOrNull(row, "ended_at")), row.getInt("past_retries"),
				new JobState.LastAttempt(row.getInt("attempts"), row.getString("past_worker"),
						Values.instant(Values.longOrNull(row, "past_started_at")), Values.progress(row, "past_")),
				(finishedBy != null) ? new JobState.Finish(row.getInt("finished_delivery"), finishedBy) : null,
				Values.instant(Values.longOrNull(row, "unknown_since")), Values.intOrNull(row, "past_max_retries"),
				row.getInt("interruptions"), kept, history, others, foreign);
	}

	private static KeptData kept(ResultSet row, @Nullable JobError onFailureError) throws SQLException {
		String errorType = row.getString("error_type");
		JobError error = (errorType != null)
				? new JobError(StoredText.read(errorType), StoredText.readNullable(row.getString("error_message")),
						StoredText.readNullable(row.getString("error_trace")))
				: null;
		return new KeptData(error, onFailureError, StoredText.readNullable(row.getString("result")));
	}

	public boolean isFinishedBy(String worker, int delivery) {
		return this.finish != null && this.finish.delivery() == delivery && this.finish.worker().equals(worker);
	}

	/** The class of the error as it is counted, empty for none. */
	public String errorType() {
		JobError error = this.kept.error();
		return (error != null) ? Values.errorType(error) : "";
	}

	/**
	 * What has become of the job after a transition; the same where it changes nothing of
	 * it.
	 */
	public HistoryRow after(Transition transition, JobState after) {
		JobAttempt attempt = transition.attempt();
		boolean ends = after.status().isEnd();
		return new HistoryRow(ends ? after.status() : null, after.endedAt(), ends ? after.retries() : 0, after.last(),
				after.finish(), after.unknownSince(), after.maxRetries(), after.interruptions(),
				this.kept.after(transition),
				(attempt != null) ? this.history.plus(attempt, Transition.HISTORY) : this.history, this.others,
				this.foreign);
	}

	/**
	 * As a row. What a living job has in its slot counts there, also its marks.
	 */
	public Object[] values(JobState job, int marks) {
		JobError error = this.kept.error();
		Texts texts = (this.foreign != null) ? this.foreign : texts();
		return new @Nullable Object[] { job.id().value(), job.queue(),
				(this.status != null) ? this.status.name() : null, millis(this.endedAt), job.delivery(),
				this.last.attempts(), this.last.worker(), millis(this.last.startedAt()), this.last.progress().value(),
				this.last.progress().text(), millis(this.unknownSince), this.maxRetries,
				(this.finish != null) ? this.finish.delivery() : 0, (this.finish != null) ? this.finish.worker() : null,
				(error != null) ? Values.errorType(error) : null,
				(error != null) ? StoredText.ofNullable(error.message()) : null,
				(error != null) ? StoredText.ofNullable(error.stackTrace()) : null, texts.onFailureError(),
				StoredText.ofNullable(this.kept.result()), texts.history(), texts.fields(), job.retries(),
				this.interruptions, marks };
	}

	private Texts texts() {
		JobError onFailureError = this.kept.onFailureError();
		return new Texts((onFailureError != null) ? StoredError.write(onFailureError) : null,
				nullable(this.history.write()), nullable(this.others.write()));
	}

	private static @Nullable Long millis(@Nullable Instant time) {
		return (time != null) ? time.toEpochMilli() : null;
	}

	private static @Nullable String nullable(String text) {
		return text.isEmpty() ? null : text;
	}

	/**
	 * The columns that have a form of their own.
	 *
	 * @param onFailureError what the handler of the failure threw
	 * @param history the attempts
	 * @param fields fields that only another release knows
	 */
	public record Texts(@Nullable String onFailureError, @Nullable String history, @Nullable String fields) {
	}

}
