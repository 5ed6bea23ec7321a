package io.jobqueue.worker.attempt;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

import io.jobqueue.JobContextHolder;
import io.jobqueue.JobStateException;
import io.jobqueue.worker.notes.AttemptNotes;

/**
 * Adds lines that a logging system writes to the log of the job for which the calling
 * thread works. It never fails because of the job, and never waits for the store. Safe
 * for use by many threads.
 */
public final class CapturedLines {

	/** A line that is written while another one is added is not added. */
	private static final ThreadLocal<@Nullable Boolean> ADDING = new ThreadLocal<>();

	private CapturedLines() {
	}

	/**
	 * Add a line, if the calling thread works for an attempt that captures its level.
	 * @param level the level
	 * @param text makes the text, only if it is needed
	 */
	public static void add(Level level, Supplier<String> text) {
		if (!(JobContextHolder.current() instanceof CallingContext context) || ADDING.get() != null) {
			return;
		}
		AttemptNotes notes = context.root().runningNotes();
		if (notes == null || !notes.captures(level)) {
			return;
		}
		ADDING.set(true);
		try {
			notes.log("{}", text.get());
		}
		catch (JobStateException ex) {
			// No worker holds the job any more.
		}
		finally {
			ADDING.remove();
		}
	}

}
