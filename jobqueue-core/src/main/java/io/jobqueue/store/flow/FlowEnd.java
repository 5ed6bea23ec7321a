package io.jobqueue.store.flow;

import io.jobqueue.JobStatus;

/** How the job of a place has ended, as a flow counts it. */
public enum FlowEnd {

	/** It has not ended. */
	OPEN('-'),

	/** It has succeeded. */
	SUCCEEDED('u'),

	/** It was not stored, and is not missed. */
	SKIPPED('k'),

	/** It has ended otherwise. */
	FAILED('f'),

	/** It was deleted before it ended, or the store has lost it. */
	MISSING('x');

	private final char letter;

	FlowEnd(char letter) {
		this.letter = letter;
	}

	/** The letter under which it is stored. */
	public char letter() {
		return this.letter;
	}

	/** Whether it counts as a success. */
	public boolean isGood() {
		return this == SUCCEEDED || this == SKIPPED;
	}

	/** The end of a job with this status. */
	public static FlowEnd of(JobStatus status) {
		if (!status.isEnd()) {
			return OPEN;
		}
		return (status == JobStatus.SUCCESS) ? SUCCEEDED : FAILED;
	}

	/**
	 * The end with this letter.
	 * @throws IllegalArgumentException if there is none
	 */
	public static FlowEnd of(char letter) {
		for (FlowEnd end : values()) {
			if (end.letter == letter) {
				return end;
			}
		}
		throw new IllegalArgumentException("No end of a job in a flow has the letter '" + letter + "'");
	}

}
