package io.jobqueue;

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
 */
public record RetryRequest(@Nullable Duration delay, @Nullable Integer maxRetries, @Nullable String queue,
		@Nullable Throwable cause) {

	public RetryRequest {
		if (delay != null) {
			delay = Limits.requireDelay(delay);
		}
		if (maxRetries != null) {
			Limits.requireMaxRetries(maxRetries);
		}
		if (queue != null) {
			Names.requireQueue(queue);
		}
	}

	public RetryRequest(@Nullable Duration delay, @Nullable Integer maxRetries, @Nullable String queue) {
		this(delay, maxRetries, queue, null);
	}

	/** Retry after the delay of the retry policy, in the same queue. */
	public static RetryRequest withDefaults() {
		return new RetryRequest(null, null, null, null);
	}

	/** Retry after a delay of zero or more. */
	public static RetryRequest after(Duration delay) {
		return new RetryRequest(delay, null, null, null);
	}

	public RetryRequest withDelay(Duration delay) {
		return new RetryRequest(delay, this.maxRetries, this.queue, this.cause);
	}

	public RetryRequest withMaxRetries(int maxRetries) {
		return new RetryRequest(this.delay, maxRetries, this.queue, this.cause);
	}

	public RetryRequest onQueue(String queue) {
		return new RetryRequest(this.delay, this.maxRetries, queue, this.cause);
	}

	public RetryRequest withCause(Throwable cause) {
		return new RetryRequest(this.delay, this.maxRetries, this.queue, cause);
	}

}
