package io.jobqueue.store.raw;

import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * What is to become of an item: a job, or a dead item.
 *
 * @param entry the item
 * @param job the job, {@code null} for a dead item
 * @param reason why there is no job, {@code null} if there is one
 * @param cut whether only the beginning of a dead item is kept
 */
public record RawMove(RawEntry entry, @Nullable NewJob job, @Nullable String reason, boolean cut) {

	public RawMove {
		if ((job == null) == (reason == null)) {
			throw new IllegalArgumentException("An item becomes either a job or a dead item");
		}
	}

	public static RawMove job(RawEntry entry, NewJob job) {
		return new RawMove(entry, job, null, false);
	}

	/** Keep an item, or only its beginning, as a dead one. */
	public static RawMove dead(RawEntry entry, String reason, boolean cut) {
		return new RawMove(entry, null, reason, cut);
	}

}
