package io.jobqueue.task.settings;

import org.slf4j.event.Level;

import org.jspecify.annotations.Nullable;

/** Which lines that a job writes by SLF4J are kept with its log. */
public enum LogCapture {

	/** None. */
	OFF(null),
	/** Errors. */
	ERROR(Level.ERROR),
	/** Errors and warnings. */
	WARN(Level.WARN),
	/** Also lines of the level INFO. */
	INFO(Level.INFO),
	/** Also lines of the level DEBUG. */
	DEBUG(Level.DEBUG),
	/** All. */
	TRACE(Level.TRACE);

	private final @Nullable Level least;

	LogCapture(@Nullable Level least) {
		this.least = least;
	}

	/** Return whether lines of a level are kept. */
	public boolean takes(Level level) {
		return this.least != null && level.toInt() >= this.least.toInt();
	}

}
