package io.jobqueue.worker.failure;

import io.jobqueue.DurationText;
import io.jobqueue.JobError;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.support.LogText;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.JobErrors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what handlers throw: one line for an attempt that is retried, and a stack trace
 * for a dead letter. The text equals the one that is stored with the job. It is bounded,
 * and exceptions that fail while they are described are handled.
 */
public final class FailureLog {

	private static final Logger logger = LoggerFactory.getLogger(FailureLog.class);

	private FailureLog() {
	}

	/** Log a stored outcome. */
	public static void stored(AttemptResult settled) {
		Outcome outcome = settled.outcome();
		JobError error = outcome.error();
		if (error == null) {
			return;
		}
		if (outcome.kind() == Outcome.Kind.RETRY) {
			logger.info("Attempt {} of job '{}' of task '{}' failed; the next one follows in {}: {}: {}",
					settled.job().attempt(), settled.job().id(), settled.taskName(),
					DurationText.ofMeasured(outcome.delay()), error.type(), LogText.of(error.message()));
		}
		else if (outcome.kind() == Outcome.Kind.END && outcome.status().isDeadLetter()) {
			logger.warn("Job '{}' of task '{}' in queue '{}' has ended as {} in attempt {}: {}", settled.job().id(),
					settled.taskName(), settled.job().queue(), outcome.status(), settled.job().attempt(), text(error));
		}
	}

	/**
	 * Return a bounded text for an error of application code. It cannot add lines that
	 * look like log lines.
	 */
	static String text(Throwable error) {
		return text(JobErrors.of(error));
	}

	private static String text(JobError error) {
		return (error.stackTrace() != null) ? LogText.ofStackTrace(error.stackTrace())
				: error.type() + ": " + LogText.of(error.message());
	}

}
