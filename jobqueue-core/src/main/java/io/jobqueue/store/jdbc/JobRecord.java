package io.jobqueue.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.NewJob;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What never changes about a job.
 *
 * @param id its identity
 * @param task the name of its task
 * @param payload its payload
 * @param headers its headers
 * @param priority its priority
 * @param maxRetries how many retries it was given
 * @param timeout how long an attempt may run
 * @param correlationId its correlation id
 * @param createdAt when it was inserted
 */
record JobRecord(JobId id, String task, String payload, Map<String, String> headers, int priority,
		@Nullable Integer maxRetries, @Nullable Duration timeout, @Nullable String correlationId, Instant createdAt) {

	private static final Logger logger = LoggerFactory.getLogger(JobRecord.class);

	/** In place of one that another release wrote in a form of its own. */
	private static JobRecord unreadable(JobId id) {
		return new JobRecord(id, ClaimedJob.UNREADABLE, "null", Map.of(), 0, null, null, null, Instant.EPOCH);
	}

	/** As {@link #of}, or in place of a record that this release cannot read. */
	static JobRecord ofAny(ResultSet row) throws SQLException {
		try {
			return of(row);
		}
		catch (RuntimeException ex) {
			logger.debug("The record of job '{}' cannot be read", row.getString("id"), ex);
			return unreadable(JobId.of(row.getString("id")));
		}
	}

	static JobRecord of(ResultSet row) throws SQLException {
		return new JobRecord(JobId.of(row.getString("id")), row.getString("task"), row.getString("payload"),
				Values.headers(row.getString("headers")), row.getInt("priority"), Values.intOrNull(row, "max_retries"),
				Values.duration(Values.longOrNull(row, "timeout_ms")), row.getString("correlation_id"),
				Instant.ofEpochMilli(row.getLong("created_at")));
	}

	static Object[] values(NewJob job, Moment now) {
		return new @Nullable Object[] { job.id().value(), job.task(), job.payload(), Values.headers(job.headers()),
				job.priority(), job.maxRetries(), (job.timeout() != null) ? job.timeout().toMillis() : null,
				job.correlationId(), now.millis() };
	}

	ClaimedJob claimed(Running running, @Nullable Past past) {
		Slot slot = running.slot();
		return new ClaimedJob(this.id, slot.queue(), this.task, this.payload, this.headers, this.priority,
				maxRetries(past), this.timeout, this.correlationId, slot.delivery(), slot.retries(), slot.losses(),
				(past != null) ? past.interruptions : 0, this.createdAt, Instant.ofEpochMilli(slot.dueAt()),
				Instant.ofEpochMilli(running.startedAt()), (past != null) ? Values.instant(past.unknownSince) : null);
	}

	@Nullable Integer maxRetries(@Nullable Past past) {
		return (past != null && past.maxRetries != null) ? past.maxRetries : this.maxRetries;
	}

}
