package io.jobqueue;

import java.time.Instant;

/**
 * A line of the log of a job.
 *
 * @param number its number, which is higher than those of the lines before it; numbers
 * have gaps
 * @param at when it was written, by the clock of the worker
 * @param text its text, which may have line breaks
 */
public record JobLogLine(long number, Instant at, String text) {

	/**
	 * The text of the line that {@link JobExplorer#log} puts in the place of earlier ones
	 * that were deleted.
	 */
	public static final String EARLIER_DELETED = "Earlier lines were deleted, because the size of a log is limited";

}
