package io.jobqueue;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a handler asks for with {@link JobContext#retry(RetryRequest)}. Immutable.
 *
 * @param delay time until the next attempt, at most 36,500 days and rounded up to a
 * millisecond; zero puts the job at the tail of its queue, {@code null} takes the delay
 * of the task's policy
 * @param maxRetries how many retries the job may use from now on in all, {@code null} for
 * no change
 * @param queue the queue to go on in, {@code null} for the same
 * @param cause kept with the job as the error of this attempt
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

	/** After the delay of the task's policy, in the same queue. */
	public static RetryRequest withDefaults() {
		return new RetryRequest(null, null, null, null);
	}

	/** After a delay, zero or more. */
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
