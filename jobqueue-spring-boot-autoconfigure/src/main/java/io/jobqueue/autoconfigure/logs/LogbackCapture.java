package io.jobqueue.autoconfigure.logs;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;

import ch.qos.logback.classic.LoggerContext;

/**
 * The appender of this process, while at least one application needs it. A second one
 * would add each line twice.
 */
final class LogbackCapture {

	private static @Nullable JobLogAppender appender;

	private static int users;

	private LogbackCapture() {
	}

	/** Return whether this is the logging system. */
	static boolean isUsedBy(ILoggerFactory factory) {
		return factory instanceof LoggerContext;
	}

	static synchronized void begin(ILoggerFactory factory) {
		if (appender == null) {
			appender = new JobLogAppender();
			appender.attach((LoggerContext) factory);
		}
		users++;
	}

	static synchronized void end(ILoggerFactory factory) {
		users--;
		if (users == 0 && appender != null) {
			appender.detach((LoggerContext) factory);
			appender = null;
		}
	}

}
