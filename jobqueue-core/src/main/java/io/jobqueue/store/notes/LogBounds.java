package io.jobqueue.store.notes;

import io.jobqueue.InvalidJobException;

/**
 * How much of the log of a job is kept.
 *
 * @param lines the maximum number of lines, from 1 to 100,000
 * @param bytes the maximum size in bytes as stored, from 4 KB to 16 MB
 */
public record LogBounds(int lines, int bytes) {

	/** 1,000 lines and 64 KB. */
	public static final LogBounds DEFAULT = new LogBounds(1000, 64 * 1024);

	private static final int MOST_LINES = 100_000;

	private static final int LEAST_BYTES = 4 * 1024;

	private static final int MOST_BYTES = 16 * 1024 * 1024;

	public LogBounds {
		require("lines", lines, 1, MOST_LINES);
		require("bytes", bytes, LEAST_BYTES, MOST_BYTES);
	}

	private static void require(String name, int value, int least, int most) {
		if (value < least || value > most) {
			throw new InvalidJobException(
					"'%s' of logs must be from %,d to %,d, but was %,d".formatted(name, least, most, value));
		}
	}

}
