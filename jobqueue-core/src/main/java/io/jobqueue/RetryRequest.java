package io.jobqueue;

import java.io.Serializable;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The options of a retry that a handler requests with
 * {@link JobContext#retry(RetryRequest)}. Immutable.
 *
 * @param delay the delay until the next attempt, at most 36,500 days, rounded up to a
 * millisecond. Zero places the job at the tail of its queue. {@code null} means the delay
 * of the retry policy
 * @param maxRetries the total number of retries of the job from now on, {@code null} for
 * no change
 * @param queue the queue of the next attempt, {@code null} for the same
 * @param cause stored with the job as the error of this attempt
 * @param counted whether the attempt uses a retry of the job
 */
public record RetryRequest(@Nullable Duration delay, @Nullable Integer maxRetries, @Nullable String queue,
		@Nullable Throwable cause, boolean counted) implements Serializable {

	public RetryRequest {
		if (delay != null) {
			delay = Limits.requireDelay("The delay of a retry", delay);
		}
		if (maxRetries != null) {
			Limits.requireMaxRetries(maxRetries);
		}
		if (queue != null) {
			Names.requireQueue(queue);
		}
	}

	public RetryRequest(@Nullable Duration delay, @Nullable Integer maxRetries, @Nullable String queue) {
		this(delay, maxRetries, queue, null, true);
	}

	/** Retry after the delay of the retry policy, in the same queue. */
	public static RetryRequest withDefaults() {
		return new RetryRequest(null, null, null, null, true);
	}

	/** Retry after a delay of zero or more. */
	public static RetryRequest after(Duration delay) {
		return new RetryRequest(delay, null, null, null, true);
	}

	public RetryRequest withDelay(Duration delay) {
		return new RetryRequest(delay, this.maxRetries, this.queue, this.cause, this.counted);
	}

	public RetryRequest withMaxRetries(int maxRetries) {
		return new RetryRequest(this.delay, maxRetries, this.queue, this.cause, this.counted);
	}

	public RetryRequest onQueue(String queue) {
		return new RetryRequest(this.delay, this.maxRetries, queue, this.cause, this.counted);
	}

	public RetryRequest withCause(Throwable cause) {
		return new RetryRequest(this.delay, this.maxRetries, this.queue, cause, this.counted);
	}

	/**
	 * Use no retry of the job, because the attempt has failed for a reason that is not
	 * its own: a rate limit of another service, for example. Such a retry is made even if
	 * all retries are used. The handler must bound how often it asks for one:
	 * {@link JobContext#attempt()} stays as it is, but a step can keep the time of the
	 * first request.
	 */
	public RetryRequest uncounted() {
		return new RetryRequest(this.delay, this.maxRetries, this.queue, this.cause, false);
	}

}
