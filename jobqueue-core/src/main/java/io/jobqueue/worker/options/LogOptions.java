package io.jobqueue.worker.options;

import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.task.settings.LogCapture;

/**
 * The logs of jobs.
 *
 * @param bounds how much of the log of a job is kept
 * @param capture which lines that jobs write by SLF4J are kept, of tasks that do not say
 * it themselves
 */
public record LogOptions(LogBounds bounds, LogCapture capture) {

	/** The default bounds, and no captured lines. */
	public static final LogOptions DEFAULT = new LogOptions(LogBounds.DEFAULT, LogCapture.OFF);

}
