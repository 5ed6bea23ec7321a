package io.jobqueue.autoconfigure.logs;

import io.jobqueue.worker.attempt.CapturedLines;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/**
 * Passes on each line to the job of the thread that writes it. It returns to the root
 * logger when Logback reads its configuration again.
 */
final class JobLogAppender extends UnsynchronizedAppenderBase<ILoggingEvent> implements LoggerContextListener {

	@Override
	protected void append(ILoggingEvent event) {
		CapturedLines.add(level(event.getLevel()), () -> text(event));
	}

	private static org.slf4j.event.Level level(Level level) {
		return org.slf4j.event.Level.intToLevel(Level.toLocationAwareLoggerInteger(level));
	}

	private static String text(ILoggingEvent event) {
		String line = "%s %s: %s".formatted(event.getLevel(), event.getLoggerName(), event.getFormattedMessage());
		IThrowableProxy error = event.getThrowableProxy();
		return (error != null) ? line + System.lineSeparator() + ThrowableProxyUtil.asString(error).stripTrailing()
				: line;
	}

	/** Begin to receive lines. */
	void attach(LoggerContext logback) {
		setContext(logback);
		setName("jobqueue-logs");
		start();
		logback.addListener(this);
		root(logback).addAppender(this);
	}

	/** End to receive lines. */
	void detach(LoggerContext logback) {
		logback.removeListener(this);
		root(logback).detachAppender(this);
		stop();
	}

	private static Logger root(LoggerContext logback) {
		return logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	@Override
	public boolean isResetResistant() {
		return true;
	}

	@Override
	public void onReset(LoggerContext logback) {
		start();
		root(logback).addAppender(this);
	}

	@Override
	public void onStart(LoggerContext logback) {
	}

	@Override
	public void onStop(LoggerContext logback) {
	}

	@Override
	public void onLevelChange(Logger logger, Level level) {
	}

}
