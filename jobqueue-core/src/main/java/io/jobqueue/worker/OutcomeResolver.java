package io.jobqueue.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobError;
import io.jobqueue.JobSignal;
import io.jobqueue.JobStatus;
import io.jobqueue.JobTimeoutException;
import io.jobqueue.PoisonJobException;
import io.jobqueue.ResultTooLargeException;
import io.jobqueue.RetryRequest;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.task.Task;

/**
 * From what came of an attempt to what becomes of its job. Pure but for the handler's own
 * {@code shouldRetry}.
 * <p>
 * A handler that was told to stop for another reason than its timeout and returns
 * nevertheless has succeeded only if it did not notice: one that returns because it
 * noticed has not done its work, and must run again.
 */
final class OutcomeResolver {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeResolver.class);

	private final DoubleSupplier random;

	private final Limits limits;

	OutcomeResolver(DoubleSupplier random, Limits limits) {
		this.random = random;
		this.limits = limits;
	}

	/** The handler returned. */
	Resolution returned(Attempt attempt, @Nullable String result, @Nullable StopReason stopped, boolean noticed) {
		if (stopped == StopReason.TIMEOUT) {
			return timedOut(attempt, null);
		}
		if (stopped != null && noticed) {
			return interrupted(attempt.job());
		}
		return new Resolution(Outcome.success(attempt.job(), result), null);
	}

	/** The handler threw. What it asks for by a signal stands above a reason to stop. */
	Resolution threw(Attempt attempt, Throwable error, @Nullable StopReason stopped) {
		JobSignal signal = signalIn(error);
		if (signal instanceof RetrySignal retry) {
			return asked(attempt, retry);
		}
		if (signal instanceof AbortSignal) {
			return new Resolution(Outcome.end(attempt.job(), JobStatus.ABORTED, aborted(signal)), signal);
		}
		if (stopped == StopReason.TIMEOUT) {
			return timedOut(attempt, error);
		}
		if (stopped != null) {
			return interrupted(attempt.job());
		}
		if (error instanceof ResultTooLargeException) {
			return new Resolution(Outcome.end(attempt.job(), JobStatus.FAILED, JobErrors.of(error)), error);
		}
		return failed(attempt, error, JobStatus.FAILED);
	}

	/** The handler goes on although it was told to stop. */
	Resolution abandoned(Attempt attempt, StopReason stopped) {
		if (stopped == StopReason.TIMEOUT) {
			return timedOut(attempt, null);
		}
		return interrupted(attempt.job());
	}

	/**
	 * The worker stops. A job that makes its worker stop would be interrupted for ever:
	 * from a number of interruptions in a row on, each counts as a lost worker.
	 */
	private Resolution interrupted(ClaimedJob job) {
		if (job.interruptions() < this.limits.maxInterruptions()) {
			return new Resolution(Outcome.interrupted(job), null);
		}
		if (job.losses() + 1 < this.limits.maxLosses()) {
			return new Resolution(Outcome.lost(job), null);
		}
		PoisonJobException error = new PoisonJobException(
				"Job '%s' was interrupted by a stop of its worker %d times in a row and is taken for what stops it"
					.formatted(job.id().value(), job.interruptions() + 1));
		return new Resolution(Outcome.end(job, JobStatus.FAILED, JobErrors.of(error)), error);
	}

	/** The payload is not one for this task; no other attempt would change that. */
	Resolution unreadable(ClaimedJob job, Throwable error) {
		return new Resolution(Outcome.end(job, JobStatus.FAILED, JobErrors.of(error)), error);
	}

	private Resolution timedOut(Attempt attempt, @Nullable Throwable thrown) {
		boolean telling = thrown != null && !(thrown instanceof InterruptedException);
		JobTimeoutException error = new JobTimeoutException("Attempt %d of job '%s' ran past its timeout of %s"
			.formatted(attempt.job().attempt(), attempt.job().id().value(), attempt.timeout()),
				telling ? thrown : null);
		return failed(attempt, error, JobStatus.TIMEOUT);
	}

	private Resolution failed(Attempt attempt, Throwable error, JobStatus noRetry) {
		ClaimedJob job = attempt.job();
		int max = maxRetries(attempt, null);
		if (max == 0 || !retryable(attempt, error)) {
			return new Resolution(Outcome.end(job, noRetry, JobErrors.of(error)), error);
		}
		if (job.retries() >= max) {
			return new Resolution(Outcome.end(job, JobStatus.MAX_RETRIES, JobErrors.of(error)), error);
		}
		return new Resolution(Outcome.retry(job, policyDelay(attempt), JobErrors.of(error)), error);
	}

	private Resolution asked(Attempt attempt, RetrySignal signal) {
		RetryRequest request = signal.request();
		ClaimedJob job = attempt.job();
		Throwable error = (request.cause() != null) ? request.cause() : signal;
		int max = maxRetries(attempt, request.maxRetries());
		if (job.retries() >= max) {
			JobStatus status = (max > 0) ? JobStatus.MAX_RETRIES : JobStatus.FAILED;
			return new Resolution(Outcome.end(job, status, JobErrors.of(error)).withMaxRetries(request.maxRetries()),
					error);
		}
		Duration delay = (request.delay() != null) ? request.delay() : policyDelay(attempt);
		JobError kept = (request.cause() != null) ? JobErrors.of(error) : null;
		Outcome outcome = Outcome.retry(job, delay, kept)
			.withMaxRetries(request.maxRetries())
			.withQueue(request.queue());
		return new Resolution(outcome, error);
	}

	private static JobError aborted(JobSignal signal) {
		Throwable cause = signal.getCause();
		JobError error = JobErrors.of((cause != null) ? cause : signal);
		return new JobError(error.type(), JobErrors.of(signal).message(), error.stackTrace());
	}

	private boolean retryable(Attempt attempt, Throwable error) {
		try {
			return attempt.task().shouldRetry(attempt.payload(), error);
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			logger.warn("Whether to retry job '{}' is decided by its policy, because shouldRetry of {} failed",
					attempt.job().id().value(), attempt.task().source(), ex);
			return attempt.task().retryPolicy().retries(error);
		}
	}

	private Duration policyDelay(Attempt attempt) {
		return attempt.task().retryPolicy().delay(attempt.job().retries() + 1, this.random.getAsDouble());
	}

	private static int maxRetries(Attempt attempt, @Nullable Integer asked) {
		if (asked != null) {
			return asked;
		}
		Integer own = attempt.job().maxRetries();
		return (own != null) ? own : attempt.task().retryPolicy().maxRetries();
	}

	private static @Nullable JobSignal signalIn(Throwable error) {
		@Nullable Throwable candidate = error;
		while (candidate instanceof ExecutionException || candidate instanceof CompletionException
				|| candidate instanceof InvocationTargetException
				|| candidate instanceof UndeclaredThrowableException) {
			candidate = candidate.getCause();
		}
		return (candidate instanceof JobSignal signal) ? signal : null;
	}

	/**
	 * How often an attempt may end without an outcome of its own.
	 *
	 * @param maxInterruptions after how many interruptions in a row each further one
	 * counts as a lost worker
	 * @param maxLosses after how many lost workers in a row the job ends
	 */
	record Limits(int maxInterruptions, int maxLosses) {

		static Limits of(WorkerOptions options) {
			return new Limits(options.maxInterruptions(), options.maxLosses());
		}

	}

	/** What is resolved. */
	record Attempt(ClaimedJob job, Task task, @Nullable Object payload, Duration timeout) {
	}

	/**
	 * What becomes of a job.
	 *
	 * @param outcome the outcome to store
	 * @param error what {@code onFailure} is told, if the outcome is a dead letter
	 */
	record Resolution(Outcome outcome, @Nullable Throwable error) {
	}

}
