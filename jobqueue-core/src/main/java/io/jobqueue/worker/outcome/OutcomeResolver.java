package io.jobqueue.worker.outcome;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.DurationText;
import io.jobqueue.JobError;
import io.jobqueue.JobSignal;
import io.jobqueue.JobStatus;
import io.jobqueue.JobTimeoutException;
import io.jobqueue.PoisonJobException;
import io.jobqueue.ResultTooLargeException;
import io.jobqueue.RetryRequest;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.support.WarnOnce;
import io.jobqueue.task.Task;
import io.jobqueue.worker.options.WorkerOptions;

/**
 * Decides the outcome of an attempt. The methods are pure functions except for
 * {@code shouldRetry} of the handler, which is called on the calling thread. If that
 * throws an exception, the policy decides. If it calls {@code retry} or {@code abort},
 * that request is executed.
 * <p>
 * A handler may return normally after it was stopped for another reason than its timeout.
 * It has succeeded only if it did not observe the stop. Otherwise it has not completed
 * its work and must run again.
 */
public final class OutcomeResolver {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeResolver.class);

	private final WarnOnce once = new WarnOnce(
			() -> logger.warn("Further tasks catch the signals of retry and abort; they are not logged"));

	private final DoubleSupplier random;

	private final Limits limits;

	public OutcomeResolver(DoubleSupplier random, Limits limits) {
		this.random = random;
		this.limits = limits;
	}

	/** Decide after the handler returned. */
	public Decision returned(AttemptInput attempt, @Nullable String result, @Nullable StopReason stopped,
			boolean noticed) {
		if (stopped == StopReason.TIMEOUT) {
			return timedOut(attempt, null);
		}
		if (stopped != null && noticed) {
			return interrupted(attempt.job());
		}
		return new Decision(Outcome.success(attempt.job(), result), null);
	}

	/**
	 * Decide after the handler requested a retry or an abort and caught the signal.
	 * {@code retry} and {@code abort} never return normally. The request is executed.
	 */
	public Decision swallowedSignal(AttemptInput attempt, JobSignal signal) {
		if (this.once.isFirst(attempt.task().name())) {
			logger.warn(
					"Task '{}' catches the signals of retry and abort; the request is executed nevertheless. Job '{}' is the "
							+ "first: let it catch Exception instead of Throwable or Error",
					attempt.task().name(), attempt.job().id().value());
		}
		return threw(attempt, signal, null);
	}

	/**
	 * Decide after the handler threw an error. A requested retry or abort has precedence
	 * over the reason to stop.
	 */
	public Decision threw(AttemptInput attempt, Throwable error, @Nullable StopReason stopped) {
		JobSignal signal = signalIn(error);
		if (signal != null) {
			return signalled(attempt, signal);
		}
		if (stopped == StopReason.TIMEOUT) {
			return timedOut(attempt, error);
		}
		if (stopped != null) {
			return interrupted(attempt.job());
		}
		if (error instanceof ResultTooLargeException) {
			return new Decision(Outcome.end(attempt.job(), JobStatus.FAILED, JobErrors.of(error)), error);
		}
		return failed(attempt, error, JobStatus.FAILED);
	}

	private Decision signalled(AttemptInput attempt, JobSignal signal) {
		if (signal instanceof RetrySignal retry) {
			return retryRequested(attempt, retry);
		}
		return new Decision(Outcome.end(attempt.job(), JobStatus.ABORTED, aborted(signal)), signal);
	}

	/** Decide for a handler that continues after it was stopped. */
	public Decision abandoned(AttemptInput attempt, StopReason stopped) {
		if (stopped == StopReason.TIMEOUT) {
			return timedOut(attempt, null);
		}
		return interrupted(attempt.job());
	}

	/**
	 * Decide after the worker stopped. A job that stops its worker would be interrupted
	 * without end. So from a number of interruptions in a row, each further one counts as
	 * a lost worker.
	 */
	private Decision interrupted(ClaimedJob job) {
		if (job.interruptions() < this.limits.maxInterruptions()) {
			return new Decision(Outcome.interrupted(job), null);
		}
		if (job.lostDeliveries() + 1 < this.limits.maxLosses()) {
			return new Decision(Outcome.lost(job), null);
		}
		PoisonJobException error = new PoisonJobException(
				"Job '%s' was interrupted by a stop of its worker %s times in a row and is treated as the cause"
					.formatted(job.id().value(), job.interruptions() + 1));
		return new Decision(Outcome.end(job, JobStatus.FAILED, JobErrors.of(error)), error);
	}

	/** Decide like {@link #abandoned}, without a call of the handler. */
	public Decision abandonedByPolicy(AttemptInput attempt, StopReason stopped) {
		if (stopped != StopReason.TIMEOUT) {
			return abandoned(attempt, stopped);
		}
		JobTimeoutException error = timeout(attempt, null);
		return failed(attempt, error, JobStatus.TIMEOUT,
				new RetryAnswer(attempt.task().retryPolicy().retries(error), null, null));
	}

	/** Return whether a timeout ends the job, whatever the handler decides. */
	public boolean endsAtTimeout(AttemptInput attempt) {
		int max = maxRetries(attempt, null);
		return max == 0 || attempt.job().retries() >= max
				|| (!attempt.task().decidesRetry() && !attempt.task().retryPolicy().retries(timeout(attempt, null)));
	}

	/**
	 * Decide for a payload or a result that does not fit the task. Another attempt would
	 * not change that.
	 */
	public Decision unreadable(ClaimedJob job, Throwable error) {
		return new Decision(Outcome.end(job, JobStatus.FAILED, JobErrors.of(error)), error);
	}

	private Decision timedOut(AttemptInput attempt, @Nullable Throwable thrown) {
		boolean hasCause = thrown != null && !(thrown instanceof InterruptedException);
		return failed(attempt, timeout(attempt, hasCause ? thrown : null), JobStatus.TIMEOUT);
	}

	private static JobTimeoutException timeout(AttemptInput attempt, @Nullable Throwable cause) {
		return new JobTimeoutException("Attempt %s of job '%s' exceeded its timeout of %s"
			.formatted(attempt.job().attempt(), attempt.job().id().value(), DurationText.of(attempt.timeout())), cause);
	}

	private Decision failed(AttemptInput attempt, Throwable error, JobStatus noRetry) {
		if (maxRetries(attempt, null) == 0) {
			return new Decision(Outcome.end(attempt.job(), noRetry, JobErrors.of(error)), error);
		}
		return failed(attempt, error, noRetry, decide(attempt, error));
	}

	private Decision failed(AttemptInput attempt, Throwable error, JobStatus noRetry, RetryAnswer decision) {
		ClaimedJob job = attempt.job();
		if (decision.signal() != null) {
			return signalled(attempt, decision.signal());
		}
		JobError kept = JobErrors.of(error, decision.thrown());
		if (!decision.retry() || maxRetries(attempt, null) == 0) {
			return new Decision(Outcome.end(job, noRetry, kept), error);
		}
		if (job.retries() >= maxRetries(attempt, null)) {
			return new Decision(Outcome.end(job, JobStatus.MAX_RETRIES, kept), error);
		}
		return new Decision(Outcome.retry(job, policyDelay(attempt), kept), error);
	}

	private Decision retryRequested(AttemptInput attempt, RetrySignal signal) {
		RetryRequest request = signal.request();
		ClaimedJob job = attempt.job();
		Throwable error = (request.cause() != null) ? request.cause() : signal;
		int max = maxRetries(attempt, request.maxRetries());
		if (request.counted() && job.retries() >= max) {
			JobStatus status = (max > 0) ? JobStatus.MAX_RETRIES : JobStatus.FAILED;
			return new Decision(Outcome.end(job, status, JobErrors.of(error)).withMaxRetries(request.maxRetries()),
					error);
		}
		Duration delay = (request.delay() != null) ? request.delay() : policyDelay(attempt);
		JobError kept = (request.cause() != null) ? JobErrors.of(error) : null;
		Outcome outcome = Outcome.retry(job, delay, kept)
			.withMaxRetries(request.maxRetries())
			.withQueue(request.queue());
		return new Decision(request.counted() ? outcome : outcome.withoutCount(), error);
	}

	private static JobError aborted(JobSignal signal) {
		Throwable cause = signal.getCause();
		JobError error = JobErrors.of((cause != null) ? cause : signal);
		return new JobError(error.type(), JobErrors.of(signal).message(), error.stackTrace());
	}

	/** Call {@code shouldRetry}. Whatever it throws, the job gets an outcome. */
	private RetryAnswer decide(AttemptInput attempt, Throwable error) {
		try {
			return new RetryAnswer(attempt.task().shouldRetry(attempt.payload(), error), null, null);
		}
		catch (Throwable ex) {
			JobSignal signal = signalIn(ex);
			if (signal != null) {
				return new RetryAnswer(false, null, signal);
			}
			logger.error("Whether to retry job '{}' is decided by its policy, because shouldRetry of {} failed",
					attempt.job().id().value(), attempt.task().source(), ex);
			return new RetryAnswer(attempt.task().retryPolicy().retries(error), ex, null);
		}
	}

	private Duration policyDelay(AttemptInput attempt) {
		return attempt.task().retryPolicy().delay(attempt.job().retries() + 1, this.random.getAsDouble());
	}

	private static int maxRetries(AttemptInput attempt, @Nullable Integer asked) {
		if (asked != null) {
			return asked;
		}
		Integer own = attempt.job().maxRetries();
		return (own != null) ? own : attempt.task().retryPolicy().maxRetries();
	}

	public static @Nullable JobSignal signalIn(Throwable error) {
		@Nullable Throwable candidate = error;
		while (candidate instanceof ExecutionException || candidate instanceof CompletionException
				|| candidate instanceof InvocationTargetException
				|| candidate instanceof UndeclaredThrowableException) {
			candidate = candidate.getCause();
		}
		return (candidate instanceof JobSignal signal) ? signal : null;
	}

	/**
	 * The limits for attempts that end without an outcome of their own.
	 *
	 * @param maxInterruptions after how many interruptions in a row each further one
	 * counts as a lost worker
	 * @param maxLosses after how many lost workers in a row the job ends
	 */
	public record Limits(int maxInterruptions, int maxLosses) {

		public static Limits of(WorkerOptions options) {
			return new Limits(options.maxInterruptions(), options.maxLosses());
		}

	}

	/** The result of {@code shouldRetry}, or what it threw instead. */
	private record RetryAnswer(boolean retry, @Nullable Throwable thrown, @Nullable JobSignal signal) {
	}

	/** The attempt to decide for. */
	public record AttemptInput(ClaimedJob job, Task task, @Nullable Object payload, Duration timeout) {
	}

	/**
	 * A decision for a job.
	 *
	 * @param outcome the outcome to store
	 * @param error the error for {@code onFailure}, if the outcome is a dead letter
	 */
	public record Decision(Outcome outcome, @Nullable Throwable error) {
	}

}
