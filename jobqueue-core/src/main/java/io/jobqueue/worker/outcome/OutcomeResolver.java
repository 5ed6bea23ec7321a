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
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.store.WarnOnce;
import io.jobqueue.task.Task;
import io.jobqueue.worker.options.WorkerOptions;

/**
 * Decides what the result of an attempt means for its job. Pure functions except for
 * {@code shouldRetry} of the handler, which is called on the calling thread. If that
 * throws an exception, the policy decides. If it calls {@code retry} or {@code abort},
 * that is done.
 * <p>
 * A handler that was stopped for another reason than its timeout, and returns normally,
 * has succeeded only if it did not notice. A handler that returns because it noticed has
 * not done its work, and must run again.
 */
public final class OutcomeResolver {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeResolver.class);

	private final WarnOnce once = new WarnOnce(
			() -> logger.warn("Other tasks catch what retry and abort throw too; no more of them are named"));

	private final DoubleSupplier random;

	private final Limits limits;

	public OutcomeResolver(DoubleSupplier random, Limits limits) {
		this.random = random;
		this.limits = limits;
	}

	/** The handler returned. */
	public Resolution returned(Attempt attempt, @Nullable String result, @Nullable StopReason stopped,
			boolean noticed) {
		if (stopped == StopReason.TIMEOUT) {
			return timedOut(attempt, null);
		}
		if (stopped != null && noticed) {
			return interrupted(attempt.job());
		}
		return new Resolution(Outcome.success(attempt.job(), result), null);
	}

	/**
	 * The handler asked for something and went on although {@code retry} and
	 * {@code abort} never return: it caught the signal. What it asked for is done.
	 */
	public Resolution caught(Attempt attempt, JobSignal signal) {
		if (this.once.isFirst(attempt.task().name())) {
			logger.warn(
					"Task '{}' catches what retry and abort throw; the request is executed all the same. Job '{}' is the "
							+ "first: let it catch Exception instead of Throwable or Error",
					attempt.task().name(), attempt.job().id().value());
		}
		return threw(attempt, signal, null);
	}

	/** The handler threw. What it asks for by a signal stands above a reason to stop. */
	public Resolution threw(Attempt attempt, Throwable error, @Nullable StopReason stopped) {
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
			return new Resolution(Outcome.end(attempt.job(), JobStatus.FAILED, JobErrors.of(error)), error);
		}
		return failed(attempt, error, JobStatus.FAILED);
	}

	private Resolution signalled(Attempt attempt, JobSignal signal) {
		if (signal instanceof RetrySignal retry) {
			return asked(attempt, retry);
		}
		return new Resolution(Outcome.end(attempt.job(), JobStatus.ABORTED, aborted(signal)), signal);
	}

	/** The handler goes on although it was told to stop. */
	public Resolution abandoned(Attempt attempt, StopReason stopped) {
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
				"Job '%s' was interrupted by a stop of its worker %s times in a row and is treated as the cause"
					.formatted(job.id().value(), job.interruptions() + 1));
		return new Resolution(Outcome.end(job, JobStatus.FAILED, JobErrors.of(error)), error);
	}

	/** The same without a call of the handler. */
	public Resolution abandonedByPolicy(Attempt attempt, StopReason stopped) {
		if (stopped != StopReason.TIMEOUT) {
			return abandoned(attempt, stopped);
		}
		JobTimeoutException error = timeout(attempt, null);
		return failed(attempt, error, JobStatus.TIMEOUT,
				new Decision(attempt.task().retryPolicy().retries(error), null, null));
	}

	/** Whether a timeout ends the job, whatever the handler says. */
	public boolean endsAtTimeout(Attempt attempt) {
		int max = maxRetries(attempt, null);
		return max == 0 || attempt.job().retries() >= max
				|| (!attempt.task().decidesRetry() && !attempt.task().retryPolicy().retries(timeout(attempt, null)));
	}

	/**
	 * The payload or the result is not one for this task; no other attempt would change
	 * that.
	 */
	public Resolution unreadable(ClaimedJob job, Throwable error) {
		return new Resolution(Outcome.end(job, JobStatus.FAILED, JobErrors.of(error)), error);
	}

	private Resolution timedOut(Attempt attempt, @Nullable Throwable thrown) {
		boolean telling = thrown != null && !(thrown instanceof InterruptedException);
		return failed(attempt, timeout(attempt, telling ? thrown : null), JobStatus.TIMEOUT);
	}

	private static JobTimeoutException timeout(Attempt attempt, @Nullable Throwable cause) {
		return new JobTimeoutException("Attempt %s of job '%s' ran past its timeout of %s"
			.formatted(attempt.job().attempt(), attempt.job().id().value(), DurationText.of(attempt.timeout())), cause);
	}

	private Resolution failed(Attempt attempt, Throwable error, JobStatus noRetry) {
		if (maxRetries(attempt, null) == 0) {
			return new Resolution(Outcome.end(attempt.job(), noRetry, JobErrors.of(error)), error);
		}
		return failed(attempt, error, noRetry, decide(attempt, error));
	}

	private Resolution failed(Attempt attempt, Throwable error, JobStatus noRetry, Decision decision) {
		ClaimedJob job = attempt.job();
		if (decision.signal() != null) {
			return signalled(attempt, decision.signal());
		}
		JobError kept = JobErrors.of(error, decision.thrown());
		if (!decision.retry() || maxRetries(attempt, null) == 0) {
			return new Resolution(Outcome.end(job, noRetry, kept), error);
		}
		if (job.retries() >= maxRetries(attempt, null)) {
			return new Resolution(Outcome.end(job, JobStatus.MAX_RETRIES, kept), error);
		}
		return new Resolution(Outcome.retry(job, policyDelay(attempt), kept), error);
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

	/** Ask the handler. Whatever it throws, the job gets an outcome. */
	private Decision decide(Attempt attempt, Throwable error) {
		try {
			return new Decision(attempt.task().shouldRetry(attempt.payload(), error), null, null);
		}
		catch (Throwable ex) {
			JobSignal signal = signalIn(ex);
			if (signal != null) {
				return new Decision(false, null, signal);
			}
			logger.error("Whether to retry job '{}' is decided by its policy, because shouldRetry of {} failed",
					attempt.job().id().value(), attempt.task().source(), ex);
			return new Decision(attempt.task().retryPolicy().retries(error), ex, null);
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
	 * How often an attempt may end without an outcome of its own.
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

	/** What a handler says of a retry, or what it threw instead. */
	private record Decision(boolean retry, @Nullable Throwable thrown, @Nullable JobSignal signal) {
	}

	/** What is resolved. */
	public record Attempt(ClaimedJob job, Task task, @Nullable Object payload, Duration timeout) {
	}

	/**
	 * What becomes of a job.
	 *
	 * @param outcome the outcome to store
	 * @param error what {@code onFailure} is told, if the outcome is a dead letter
	 */
	public record Resolution(Outcome outcome, @Nullable Throwable error) {
	}

}
