package io.jobqueue.dashboard.dataset;

import java.time.Duration;

import io.jobqueue.JobError;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;

/** The status that a job is to have, and how many of 1,000 jobs are to have it. */
enum PlannedStatus {

	SUCCESS(420), FAILED(60), MAX_RETRIES(40), TIMEOUT(20), ABORTED(15), RETRY(40), CANCELLED(30), INTERRUPTED(10),
	STARTED(2), SCHEDULED(100), QUEUED(263);

	private final int share;

	PlannedStatus(int share) {
		this.share = share;
	}

	/** The status of a job. Its number decides, so that all data sets are the same. */
	static PlannedStatus of(int number) {
		// A prime spreads each status over all queues and tasks.
		int place = (int) (number * 7_919L % 1_000);
		for (PlannedStatus planned : values()) {
			place -= planned.share;
			if (place < 0) {
				return planned;
			}
		}
		return QUEUED;
	}

	/** Whether a worker claims the job and stores an outcome. */
	boolean isFinished() {
		return compareTo(RETRY) <= 0;
	}

	/** Whether a worker claims the job last, and holds it or is interrupted. */
	boolean isHeld() {
		return this == STARTED || this == INTERRUPTED;
	}

	/** The outcome of a claimed job. */
	Outcome outcome(ClaimedJob job, int number) {
		JobError error = JobTexts.error(number);
		return switch (this) {
			case SUCCESS -> Outcome.success(job, JobTexts.result(number));
			case RETRY -> Outcome.retry(job, Duration.ofHours(1 + number % 48), error);
			case MAX_RETRIES -> (job.retries() < 2 && number % 10 == 0) ? Outcome.retry(job, Duration.ZERO, error)
					: Outcome.end(job, JobStatus.MAX_RETRIES, error);
			case FAILED, TIMEOUT -> Outcome.end(job, JobStatus.valueOf(name()), error);
			case ABORTED -> Outcome.end(job, JobStatus.ABORTED, null);
			case INTERRUPTED -> Outcome.interrupted(job);
			case CANCELLED, STARTED, SCHEDULED, QUEUED ->
				throw new IllegalStateException("No outcome leads to " + this);
		};
	}

}
