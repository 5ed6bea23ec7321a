package io.jobqueue.worker.feed;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.DurationText;
import io.jobqueue.JobStatus;
import io.jobqueue.UnknownTaskException;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.support.WarnOnce;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.JobErrors;

/**
 * Handles jobs whose task is unknown here. They are released with an increasing delay of
 * at most a few seconds, so that a worker that knows the task can claim them. This
 * happens in a rolling deployment. After a timeout they fail.
 */
public final class UnknownTasks {

	private static final Logger logger = LoggerFactory.getLogger(UnknownTasks.class);

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	/**
	 * A worker that knows the task may start at any time, while others do not know it.
	 */
	private static final Duration LONGEST = Duration.ofSeconds(5);

	private final WarnOnce once = new WarnOnce(
			() -> logger.warn("Further tasks are unknown here; they are not logged"));

	private final Duration timeout;

	public UnknownTasks(Duration timeout) {
		this.timeout = timeout;
	}

	AttemptResult settle(ClaimedJob job) {
		if (this.once.isFirst(job.task())) {
			warn(job);
		}
		// Both times come from the store. A wait that equals the age of the job doubles
		// the delay without a counter.
		Duration elapsed = (job.unknownSince() != null) ? Duration.between(job.unknownSince(), job.startedAt())
				: Duration.ZERO;
		if (elapsed.compareTo(this.timeout) >= 0) {
			UnknownTaskException error = new UnknownTaskException(end(job, elapsed));
			return AttemptResult.unstarted(job, null, Outcome.end(job, JobStatus.FAILED, JobErrors.of(error)), error);
		}
		Duration delay = (elapsed.compareTo(SHORTEST) < 0) ? SHORTEST
				: (elapsed.compareTo(LONGEST) > 0) ? LONGEST : elapsed;
		return AttemptResult.unstarted(job, null, Outcome.unknownTask(job, delay), null);
	}

	private void warn(ClaimedJob job) {
		if (job.isReadable()) {
			logger
				.warn("Task '{}' is unknown here; its jobs wait up to {} for a worker that knows it. If they are those "
						+ "of another application, give each its own jobqueue.namespace (in a database, its own "
						+ "jobqueue.jdbc.table-prefix)", job.task(), DurationText.of(this.timeout));
		}
		else {
			logger
				.warn("Job '{}' was written by another release and cannot be read by this one; it, and others like it, "
						+ "wait up to {} for a worker that can", job.id().value(), DurationText.of(this.timeout));
		}
	}

	private static String end(ClaimedJob job, Duration elapsed) {
		if (job.isReadable()) {
			return "No worker knew task '%s' for %s: deploy one that does, or give the task's new name this one as an alias, then requeue the job"
				.formatted(job.task(), DurationText.ofMeasured(elapsed));
		}
		return "No worker could read the record of this job for %s: deploy the release that wrote it, then requeue the job"
			.formatted(DurationText.ofMeasured(elapsed));
	}

}
