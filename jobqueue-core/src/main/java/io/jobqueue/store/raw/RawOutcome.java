package io.jobqueue.store.raw;

import io.jobqueue.store.job.InsertResult;

import org.jspecify.annotations.Nullable;

/**
 * What became of an item.
 *
 * @param kind what
 * @param result what came of its job, {@code null} if none was to be inserted
 */
public record RawOutcome(Kind kind, @Nullable InsertResult result) {

	/** The item is now a dead item. */
	public static final RawOutcome DEAD = new RawOutcome(Kind.DEAD, null);

	/** The item is no longer there, or the queue is paused. */
	public static final RawOutcome LEFT = new RawOutcome(Kind.LEFT, null);

	/** What an insert means for the item. */
	public static RawOutcome of(@Nullable InsertResult result) {
		if (result == null) {
			return LEFT;
		}
		return switch (result.kind()) {
			case FULL, ALREADY_THERE -> new RawOutcome(Kind.LEFT, result);
			default -> new RawOutcome(Kind.MOVED, result);
		};
	}

	/** What can become of an item. */
	public enum Kind {

		/** It is gone, and a job is there for it. */
		MOVED,
		/** It is a dead item. */
		DEAD,
		/** It was not touched. */
		LEFT

	}

}
