package io.jobqueue.store.jdbc.step;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.jobqueue.JobStatus;
import io.jobqueue.UniqueKey.Conflict;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.job.FlowPlace;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.job.UniqueTrait;

import org.jspecify.annotations.Nullable;

/**
 * The owner of a unique key that waits for its first run, with its row locked. It takes
 * over the contents of other jobs. Not for use by several threads.
 */
final class WaitingOwner {

	private static final String UPDATE = """
			update {p}job set task = :task, payload = :payload, fields = :fields where id = :id
			""";

	private final QueueEntry slot;

	private final JobStatus status;

	private final Instant createdAt;

	private final @Nullable FlowPlace flow;

	private @Nullable JobDetails details;

	private @Nullable Instant due;

	WaitingOwner(QueueEntry slot, JobStatus status, Instant createdAt, @Nullable FlowPlace flow) {
		this.flow = flow;
		this.slot = slot;
		this.status = status;
		this.createdAt = createdAt;
	}

	InsertResult.Kind takeOver(NewJob job, UniqueTrait key, Instant now) {
		this.details = job.details().withPriority(this.slot.priority()).withFlow(this.flow);
		if (key.conflict() != Conflict.DEBOUNCE) {
			return InsertResult.Kind.REPLACED;
		}
		Instant wanted = now.plus(Objects.requireNonNullElse(job.delay(), Duration.ZERO));
		Instant latest = this.createdAt.plus(Objects.requireNonNull(key.maxWait()));
		this.due = wanted.isAfter(latest) ? latest : wanted;
		return InsertResult.Kind.DEBOUNCED;
	}

	/** Write what it took over, if anything. */
	void write(Database database, JobStep step) {
		if (this.details == null) {
			return;
		}
		String fields = this.details.fields();
		database.sql(UPDATE)
			.param("task", this.details.task())
			.param("payload", this.details.payload())
			.param("fields", fields.isEmpty() ? null : fields)
			.param("id", this.slot.id())
			.update();
		if (this.due != null && this.due.isAfter(step.now.instant())) {
			step.putOff(this.slot, this.status, this.due);
		}
		else {
			step.rewrite(this.slot, this.status);
		}
	}

}
