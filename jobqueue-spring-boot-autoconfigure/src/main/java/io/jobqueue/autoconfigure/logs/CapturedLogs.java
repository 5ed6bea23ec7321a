package io.jobqueue.autoconfigure.logs;

import java.util.Collection;

import io.jobqueue.task.Task;
import io.jobqueue.task.settings.LogCapture;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.ClassUtils;

/** Attaches the appender if the application or one of its tasks captures lines. */
final class CapturedLogs implements DisposableBean {

	private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

	private final ILoggerFactory factory;

	private final boolean attached;

	/**
	 * Attach the appender where it is needed.
	 * @throws LogCaptureException if lines are to be captured and Logback is not the
	 * logging system
	 */
	CapturedLogs(LogCapture capture, Collection<Task> tasks, ILoggerFactory factory, @Nullable ClassLoader loader) {
		this.factory = factory;
		String source = source(capture, tasks);
		this.attached = source != null;
		if (source != null) {
			if (!ClassUtils.isPresent(LOGBACK, loader) || !LogbackCapture.isUsedBy(factory)) {
				throw new LogCaptureException(source, factory.getClass().getName());
			}
			LogbackCapture.begin(factory);
		}
	}

	/** What asks for lines, {@code null} for nothing. */
	private static @Nullable String source(LogCapture capture, Collection<Task> tasks) {
		if (capture != LogCapture.OFF) {
			return "'jobqueue.logs.capture' is '%s'".formatted(capture.name().toLowerCase(java.util.Locale.ROOT));
		}
		return tasks.stream()
			.filter((task) -> task.captureLogs() != null && task.captureLogs() != LogCapture.OFF)
			.map((task) -> "Task '%s' (%s) sets 'captureLogs'".formatted(task.name(), task.source()))
			.findFirst()
			.orElse(null);
	}

	@Override
	public void destroy() {
		if (this.attached) {
			LogbackCapture.end(this.factory);
		}
	}

}
