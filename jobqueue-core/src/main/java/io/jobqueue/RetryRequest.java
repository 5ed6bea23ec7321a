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

	/**
	 * Create a request.
	 * @throws InvalidJobException if the delay is negative or longer than 36,500 days,
	 * the number of retries is negative, or the name of the queue is not valid
	 */
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

	/**
	 * Create a request for a retry that counts, without a cause.
	 * @throws InvalidJobException if a value is not valid
	 */
	public RetryRequest(@Nullable Duration delay, @Nullable Integer maxRetries, @Nullable String queue) {
		this(delay, maxRetries, queue, null, true);
	}

	/** Retry after the delay of the retry policy, in the same queue. */
	public static RetryRequest withDefaults() {
		return new RetryRequest(null, null, null, null, true);
	}

	/**
	 * Retry after a delay, in the same queue.
	 * @param delay zero or more, rounded up to a millisecond
	 * @throws InvalidJobException if the delay is negative or longer than 36,500 days
	 */
	public static RetryRequest after(Duration delay) {
		return new RetryRequest(delay, null, null, null, true);
	}

	/**
	 * Retry after a delay, in place of that of the retry policy.
	 * @param delay zero or more, rounded up to a millisecond
	 * @throws InvalidJobException if the delay is negative or longer than 36,500 days
	 */
	public RetryRequest withDelay(Duration delay) {
		return new RetryRequest(delay, this.maxRetries, this.queue, this.cause, this.counted);
	}

	/**
	 * Set the number of retries of the job from now on, also for its later attempts.
	 * Retries that the job has used count.
	 * @param maxRetries retries in total, not runs
	 * @throws InvalidJobException if the number is negative
	 */
	public RetryRequest withMaxRetries(int maxRetries) {
		return new RetryRequest(this.delay, maxRetries, this.queue, this.cause, this.counted);
	}

	/**
	 * Move the job to a queue, where the next attempt runs. It needs a worker that serves
	 * this queue and knows the task.
	 * @throws InvalidJobException if the name is not a valid name of a queue
	 */
	public RetryRequest onQueue(String queue) {
		return new RetryRequest(this.delay, this.maxRetries, queue, this.cause, this.counted);
	}

	/** Store an error with the job as that of this attempt. */
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
