package io.jobqueue.autoconfigure.properties;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A queue.
 *
 * @param concurrency Maximum number of jobs of this queue that run at the same time in
 * this application. Default: that of the worker.
 * @param paused Whether the queue is paused, or resumed, when this application starts.
 * Default: unchanged.
 * @param maxRunning Maximum number of jobs of this queue that run at the same time on all
 * workers together. Default: no bound.
 * @param rateLimit Maximum number of starts of jobs of this queue in a period, such as
 * '100/1m', on all workers together. Default: no bound.
 * @param order Order of jobs of the same priority. Default: unchanged, at first by the
 * time since which they are due.
 * @param fairBy Limit key whose values take turns, for the order 'fair'.
 * @param limits Limits of each value of a limit key, by the name of the key.
 * @param maxSize Maximum number of jobs that wait in this queue. 0 for no bound. Default:
 * unchanged.
 * @param onFull What a dispatch by this application does while the queue is full.
 * @param blockTimeout How long such a dispatch waits for room if it blocks.
 */
public record QueueProperties(@Nullable Integer concurrency, @Nullable Boolean paused, @Nullable Integer maxRunning,
		@Nullable String rateLimit, @Nullable Order order, @Nullable String fairBy,
		@DefaultValue Map<String, KeyLimit> limits, @Nullable Integer maxSize, @DefaultValue("reject") OnFull onFull,
		@DefaultValue("30s") Duration blockTimeout) {

	/** What a dispatch does while its queue is full. */
	public enum OnFull {

		/** It fails. */
		REJECT,
		/**
		 * It waits for room, except inside a transaction and on the thread of a job of
		 * the same queue. Then it fails.
		 */
		BLOCK

	}

	/** Order of jobs of the same priority. */
	public enum Order {

		/** The job that has been due for the longest time is first. */
		FIFO,
		/** The job that has become due last is first. Not beside limits. */
		LIFO,
		/** The values of a limit key take turns. */
		FAIR

	}

	/**
	 * Limits of each value of a limit key.
	 *
	 * @param maxRunning Maximum number of jobs with the same value that run at the same
	 * time on all workers together. Default: no bound.
	 * @param rateLimit Maximum number of starts of jobs with the same value in a period,
	 * such as '10/1s', on all workers together. Default: no bound.
	 */
	public record KeyLimit(@Nullable Integer maxRunning, @Nullable String rateLimit) {
	}

}
