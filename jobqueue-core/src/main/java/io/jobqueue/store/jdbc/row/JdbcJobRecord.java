package io.jobqueue.store.jdbc.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import io.jobqueue.JobId;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What never changes about a job.
 *
 * @param id its identity
 * @param details its task, payload and options
 * @param createdAt when it was inserted
 * @param traits what capabilities keep of it
 */
public record JdbcJobRecord(JobId id, JobDetails details, Instant createdAt, JobTraits traits) {

	private static final Logger logger = LoggerFactory.getLogger(JdbcJobRecord.class);

	/** In place of one that another release wrote in a form of its own. */
	private static JdbcJobRecord unreadable(JobId id) {
		return new JdbcJobRecord(id, JobDetails.of(ClaimedJob.UNREADABLE, "null"), Instant.EPOCH, JobTraits.NONE);
	}

	/** The record of a job whose past another release wrote in a form of its own. */
	public JdbcJobRecord withUnreadablePast() {
		return new JdbcJobRecord(this.id, JobDetails.of(ClaimedJob.UNREADABLE, "null"), this.createdAt, this.traits);
	}

	/** As {@link #of}, or in place of a record that this release cannot read. */
	public static JdbcJobRecord ofAny(ResultSet row) throws SQLException {
		try {
			return of(row);
		}
		catch (RuntimeException ex) {
			logger.debug("The record of job '{}' cannot be read", row.getString("id"), ex);
			return unreadable(JobId.of(row.getString("id")));
		}
	}

	public static JdbcJobRecord of(ResultSet row) throws SQLException {
		JobDetails details = JobDetails.of(row.getString("task"), row.getString("payload"), fields(row));
		return new JdbcJobRecord(JobId.of(row.getString("id")), details,
				Instant.ofEpochMilli(row.getLong("created_at")), traits(row));
	}

	private static StoredFields fields(ResultSet row) throws SQLException {
		return StoredFields.read(Values.orEmpty(row.getString("fields")));
	}

	/** The priority of a job, of a row with its fields. */
	public static int priority(ResultSet row) throws SQLException {
		return JobDetails.of("", "", fields(row)).priority();
	}

	/** The traits of a job, of a row with them. */
	public static JobTraits traits(ResultSet row) throws SQLException {
		return JobTraits.read(row.getString("traits"));
	}

	/** The marks of a job with these traits. */
	public static int marks(JobTraits traits) {
		return ((traits.unique() != null) ? QueueEntry.KEY : 0) | (traits.limits().isEmpty() ? 0 : QueueEntry.LIMITED)
				| (traits.tags().isEmpty() ? 0 : QueueEntry.TAGGED) | ((traits.flow() != null) ? QueueEntry.FLOW : 0);
	}

	public static Object[] values(NewJob job, StepClock now) {
		String fields = job.details().fields();
		return new @Nullable Object[] { job.id().value(), job.task(), job.payload(), fields.isEmpty() ? null : fields,
				now.millis(), job.traits().isEmpty() ? null : job.traits().write() };
	}

	/** The job in a state that a worker has brought about. */
	public ClaimedJob claimed(JobState state) {
		return state.toClaimed(this.details, this.createdAt).withLimits(this.traits.limits());
	}

}
