package io.jobqueue.store.redis.form;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;

/**
 * What never changes about a job, in one value: the store's time in 13 digits, then the
 * details in their stored form.
 *
 * @param createdAt when it was inserted, by the store's clock
 * @param details its task, payload and options
 */
public record RedisJobRecord(Instant createdAt, JobDetails details) {

	/** In place of one that another release wrote in a form of its own. */
	public static final RedisJobRecord UNREADABLE = new RedisJobRecord(Instant.EPOCH,
			JobDetails.of(ClaimedJob.UNREADABLE, "null"));

	/** In place of a time that only the store knows. */
	public static final String STAMP = "0".repeat(13);

	/** The record without the time before it. */
	public static byte[] encode(NewJob job) {
		return job.details().write().getBytes(StandardCharsets.UTF_8);
	}

	public static RedisJobRecord decode(String id, byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		try {
			return new RedisJobRecord(Instant.ofEpochMilli(Long.parseLong(text.substring(0, STAMP.length()))),
					JobDetails.read(text, STAMP.length()));
		}
		catch (RuntimeException ex) {
			throw new JobQueueException(
					"The record of job '%s' cannot be read; it begins '%s'. Was it written by another program?"
						.formatted(id, beginning(text)),
					ex);
		}
	}

	/** What may stand in a message: a header or a payload does not. */
	private static String beginning(String text) {
		return StoredText.cut(text.split("[\\x1e\\x1f]", 2)[0], 60);
	}

}
