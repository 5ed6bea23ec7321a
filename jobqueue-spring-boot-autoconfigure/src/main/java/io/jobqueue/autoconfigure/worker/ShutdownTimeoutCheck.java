package io.jobqueue.autoconfigure.worker;

import java.time.Duration;

import io.jobqueue.autoconfigure.properties.ValueText;
import io.jobqueue.worker.options.WorkerOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/**
 * Compares the maximum duration of a stop of the worker with the timeout of a shutdown
 * phase of the application. Spring waits for the worker in any case, so a shorter timeout
 * of the phase has no effect.
 */
final class ShutdownTimeoutCheck {

	private static final Logger logger = LoggerFactory.getLogger(ShutdownTimeoutCheck.class);

	private static final String KEY = "spring.lifecycle.timeout-per-shutdown-phase";

	private ShutdownTimeoutCheck() {
	}

	static void check(Environment environment, WorkerOptions worker) {
		String configured = environment.getProperty(KEY);
		if (configured == null) {
			return;
		}
		Duration phase = DurationStyle.detectAndParse(configured);
		if (phase.compareTo(worker.longestStop()) < 0) {
			logger.warn("'{}' is {}, but the worker may take {} to stop, and the shutdown waits for it: lower "
					+ "'jobqueue.worker.shutdown-timeout' ({}) or 'jobqueue.worker.interrupt-grace' ({}), or raise '{}'",
					KEY, configured, ValueText.of(worker.longestStop()), ValueText.of(worker.shutdownTimeout()),
					ValueText.of(worker.interruptGrace()), KEY);
		}
	}

}
